import path from "node:path"
import { fileURLToPath } from "node:url"

/** Lantern's own folder. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
