import { runPinned } from "./bootstrap.mjs"

// Stdout is the command's answer alone: whatever is said while packages are installed goes to stderr.
console.log = console.error
// The bootstrap goes to Lantern's folder; files are named from where the operator stands. npm goes there first too.
const byNpm = process.env.npm_lifecycle_event === "lantern" && process.env.INIT_CWD
process.env.LANTERN_CALLED_FROM = byNpm || process.cwd()

await runPinned("lib/cli/main.ts")
