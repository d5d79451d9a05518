interface Part {
  name: string
  stop: () => Promise<void>
}

const parts: Part[] = []
let stopping: Promise<never> | undefined

/** `stop` runs when Lantern ends; what was started last is stopped first. */
export function stopWithUs(name: string, stop: () => Promise<void>): void {
  parts.push({ name, stop })
}

/** Stops everything in order, and ends the process within 10 s whatever hangs. A second call waits for the first. */
export function stopAll(code: number): Promise<never> {
  return (stopping ??= stopInOrder(code))
}

async function stopInOrder(code: number): Promise<never> {
  setTimeout(() => process.exit(code || 1), 9_500).unref()
  for (const part of parts.toReversed()) {
    await part.stop().catch((error: unknown) => {
      console.error(`Stopping ${part.name} failed: ${error instanceof Error ? error.message : String(error)}`)
    })
  }
  process.exit(code)
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stopAll(0))
// The bootstrap started us under another Node and is gone: so is the person at the terminal.
process.on("disconnect", () => void stopAll(0))
