/** The person pressed Ctrl-C, or the system asked the process to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted"
}

export interface Interrupt {
  /** Rejects with Interrupted at the first signal, unless a command waits for just that. */
  readonly happened: Promise<never>
  /** Resolves at the first signal, for a command that is to run until then. */
  wait(): Promise<void>
}

/** Takes the signals over, so that a command leaves its work in order; a terminal sends one to several of us. */
export function listenForInterrupt(): Interrupt {
  let expected = false
  let tell: () => void = () => {}
  const asked = new Promise<void>((resolve) => (tell = resolve))
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => tell())
  }
  const happened = new Promise<never>((_, reject) => {
    void asked.then(() => {
      if (!expected) reject(new Interrupted())
    })
  })
  // Nobody may be listening when it comes.
  happened.catch(() => {})
  const wait = () => {
    expected = true
    return asked
  }
  return { happened, wait }
}
