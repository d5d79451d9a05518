// node scripts/run.mjs FILE.ts ARGUMENTS: any of our programs, from a clone in any state.
import path from "node:path"
import { runPinned } from "./bootstrap.mjs"

const [file, ...args] = process.argv.slice(2)
await runPinned(path.normalize(file), args)
