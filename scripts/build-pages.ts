import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises"
import path from "node:path"
import { withProcessLock } from "@/lib/db/process-lock.mjs"
import { StartProblem } from "@/lib/domain/start-problem"
import { root } from "@/scripts/root"
import { stopWithUs } from "@/scripts/stop"

const sources = ["app", "components", "lib", "prisma/schema.prisma", "instrumentation.ts", "proxy.ts", "next.config.js", "postcss.config.mjs", "tsconfig.json", "package.json", "package-lock.json", "public"]
const stampFile = path.join(root, ".next", "lantern-build")

/** Builds the pages when they aren't those of the sources as they are now. */
export async function buildPages(): Promise<void> {
  await withProcessLock(path.join(root, ".next-build.lock"), async () => {
    const stamp = await hashSources()
    if ((await readFile(stampFile, "utf8").catch(() => "")) === stamp) return
    console.log("Building Lantern's pages; this happens once and takes about half a minute.")
    await rm(stampFile, { force: true })
    await runBuild()
    await mkdir(path.dirname(stampFile), { recursive: true })
    await writeFile(stampFile, stamp)
  })
}

/** @throws StartProblem with the end of the build's own words */
async function runBuild(): Promise<void> {
  const child = spawn(process.execPath, [path.join(root, "node_modules/next/dist/bin/next"), "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  stopWithUs("the build", async () => void child.kill("SIGTERM"))
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve))
  if (code === 0) return
  if (/ENOSPC|no space left/i.test(output)) {
    throw new StartProblem("The disk is full: the pages can't be built. Free some space and start again.")
  }
  throw new StartProblem(`${output.trim().split("\n").slice(-25).join("\n")}\nThe pages couldn't be built.`)
}

async function hashSources(): Promise<string> {
  const hash = createHash("sha256")
  for (const source of sources) for (const file of await filesUnder(source)) {
    hash.update(file).update(await readFile(path.join(root, file)))
  }
  return hash.digest("hex")
}

/** Files at or under `place` that can end up in the build, in a fixed order; none where nothing is. */
async function filesUnder(place: string): Promise<string[]> {
  const entries = await readdir(path.join(root, place), { withFileTypes: true, recursive: true }).catch(
    (error: NodeJS.ErrnoException) => error.code,
  )
  if (entries === "ENOTDIR") return [place]
  if (!Array.isArray(entries)) return []
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes("generated"))
    .sort()
}
