import { spawn } from "node:child_process"
import path from "node:path"
import { environment, eventually, freePort, root } from "../fixtures/environment"

/** The same build on the same data without proxy.ts in front of it; see bare-server.ts. */
export async function startBare(dataFolder: string, settings: Record<string, string> = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const env = environment({ LANTERN_DATA_DIR: dataFolder, PORT: String(port), ...settings })
  const node = path.join(root, "node_modules/.bin/node")
  const child = spawn(node, [path.join(root, "scripts/run.mjs"), "e2e/security/bare-server.ts"], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()))
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  await eventually("the server without its proxy listens", () => {
    if (child.exitCode !== null) throw new Error(`It ended:\n${output}`)
    return output.includes("LISTENING")
  }, 90)
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill("SIGTERM")
      await ended
    },
  }
}
