const ANSWER_WITHIN_MS = 10_000
/** A second factor that was given just now renews the session: what was asked a moment before isn't signed out. */
const ONCE_MORE_AFTER_MS = 1_000

export class SignedOut extends Error {}

/**
 * Reads a view that is polled. When its session is over, the browser leaves: nobody reads on at a desk that was left.
 * @throws SignedOut; Error when Lantern doesn't answer, or answers otherwise
 */
export async function readView<T>(url: string, signal: AbortSignal): Promise<T> {
  let answer = await ask(url, signal)
  if (answer.status === 401) {
    await new Promise((resolve) => setTimeout(resolve, ONCE_MORE_AFTER_MS))
    answer = await ask(url, signal)
  }
  if (answer.status === 401 || answer.redirected) {
    window.location.replace("/sign-in")
    throw new SignedOut()
  }
  if (!answer.ok) throw new Error(`${url} ${answer.status}`)
  return answer.json() as Promise<T>
}

function ask(url: string, signal: AbortSignal): Promise<Response> {
  return fetch(url, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    headers: { accept: "application/json" },
    cache: "no-store",
  })
}
