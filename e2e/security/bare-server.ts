// The pages of this build as they are served, but for proxy.ts, which isn't in front of them: on the data folder in
// LANTERN_DATA_DIR, beside the server that runs there already. It says LISTENING once it does.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import path from "node:path"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { env, rereadEnv } from "@/lib/env"
import { receive } from "@/scripts/arrivals"
import { refuseMalformed } from "@/scripts/refuse-malformed"
import { root } from "@/scripts/root"

const settings = env()
const database = await ensureDatabase(settings)
process.env.DATABASE_URL = database.url
rereadEnv()

const folder = await mkdtemp(path.join(tmpdir(), "lantern-bare-"))
const skip = [path.join(root, ".next", "cache"), path.join(root, ".next", "dev")]
await cp(path.join(root, ".next"), path.join(folder, ".next"), { recursive: true, filter: (from) => !skip.includes(from) })
await Promise.all(["package.json", "next.config.js"].map((file) => cp(path.join(root, file), path.join(folder, file))))
await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"))
const manifest = path.join(folder, ".next/server/functions-config-manifest.json")
const functions = JSON.parse(await readFile(manifest, "utf8")) as { functions: Record<string, unknown> }
if (!("/_middleware" in functions.functions)) throw new Error("Next's build says nowhere that there is a proxy.")
delete functions.functions["/_middleware"]
await writeFile(manifest, JSON.stringify(functions))

process.chdir(folder)
const { default: next } = await import("next")
const app = next({ dev: false, dir: folder, hostname: "localhost", port: settings.PORT })
await app.prepare()
const handle = app.getRequestHandler()
const server = createServer((request, response) => {
  if (!receive(request, response, settings) && !refuseMalformed(request, response, settings)) void handle(request, response)
})
server.listen(settings.PORT, "127.0.0.1", () => console.log("LISTENING"))

async function stop(): Promise<void> {
  server.close().closeAllConnections()
  await app.close().catch(() => {})
  await database.release()
  await rm(folder, { recursive: true, force: true })
  process.exit(0)
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void stop())
