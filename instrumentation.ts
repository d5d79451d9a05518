/** Next calls this once when the server starts: the worker runs in the same process as the pages. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return
  const { startWebWorker } = await import("@/lib/runner/web-worker")
  await startWebWorker()
}
