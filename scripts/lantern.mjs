import { runPinned } from "./bootstrap.mjs"

await runPinned("lib/cli/main.ts")
