import { runLantern } from "./program"

// Whoever reads us may stop early, as `head` does.
process.stdout.on("error", () => {})
process.exitCode = await runLantern(process.argv.slice(2))
