import { readFileSync } from "node:fs"
import { open, rename } from "node:fs/promises"
import type { StateSnapshot } from "./store"

const DEBOUNCE_MS = 100

/** The saved state, or null where there is none. Throws where a file is there but unreadable. */
export function loadState(path: string): StateSnapshot | null {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
    throw error
  }
  return JSON.parse(text) as StateSnapshot
}

/** Saves the whole state by a new file and a rename, so that a kill leaves the old or the new. */
export class StateSaver {
  private timer: NodeJS.Timeout | null = null
  private writing: Promise<void> = Promise.resolve()
  private dirty = false

  constructor(
    private readonly path: string,
    private readonly read: () => StateSnapshot,
  ) {}

  touch(): void {
    this.dirty = true
    if (this.timer) return
    this.timer = setTimeout(() => void this.flush(), DEBOUNCE_MS)
    this.timer.unref()
  }

  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.writing = this.writing.then(() => this.write())
    await this.writing
  }

  private async write(): Promise<void> {
    if (!this.dirty) return
    this.dirty = false
    const temporary = `${this.path}.tmp`
    const file = await open(temporary, "w", 0o600)
    try {
      await file.writeFile(JSON.stringify(this.read()))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, this.path)
  }
}
