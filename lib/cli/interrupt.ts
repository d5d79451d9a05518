/** The person pressed Ctrl-C, or the system asked the process to end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted"
}

export interface Interrupt {
  /** Rejects with Interrupted at the first signal. */
  readonly happened: Promise<never>
  /** True from the first signal on. */
  readonly signalled: boolean
  /** Resolves at the first signal, for a command that is to run until then. */
  wait(): Promise<void>
}

/** Takes the signals over, so that a command leaves its work in order; a terminal sends one to several of us. */
export function listenForInterrupt(): Interrupt {
  let signalled = false
  let tell: () => void = () => {}
  const asked = new Promise<void>((resolve) => (tell = resolve))
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      signalled = true
      tell()
    })
  }
  const happened = asked.then(() => {
    throw new Interrupted()
  })
  // Nobody may be listening when it comes.
  happened.catch(() => {})
  return {
    happened,
    get signalled() {
      return signalled
    },
    wait: () => asked,
  }
}
