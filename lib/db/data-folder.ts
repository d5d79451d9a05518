import { access, constants, mkdir } from "node:fs/promises"
import { StartProblem } from "@/lib/domain/start-problem"

/** Makes the data folder where there is none. @throws StartProblem when it can't be made or written to */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown"
    throw new StartProblem(`The data folder ${folder} can't be made or written to (${code}): set LANTERN_DATA_DIR to another.`)
  }
}
