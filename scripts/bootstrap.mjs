// Runs under the machine's own Node, 18 or later, before anything is installed: only Node's own modules here.
import { spawn, spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs"
import module from "node:module"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { withProcessLock } from "../lib/db/process-lock.mjs"

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const modules = path.join(root, "node_modules")
const programs = path.join(modules, ".bin")

/** Ends the process with one sentence. */
function giveUp(sentence, details = "") {
  if (details) console.error(details)
  console.error(sentence)
  process.exit(1)
}

/**
 * Brings a fresh clone, or one whose lock file or schema changed, to where the program can run. Two at once wait for
 * each other.
 */
export async function bootstrap() {
  if (Number(process.versions.node.split(".")[0]) < 18) {
    giveUp(`Lantern needs Node 18 or later to start from; this is ${process.version}.`)
  }
  process.chdir(root)
  if (packagesMatch() && clientMatches()) return
  try {
    await withProcessLock(path.join(root, ".bootstrap.lock"), async () => {
      if (!packagesMatch()) installPackages()
      if (!clientMatches()) generateClient()
    }, () => console.log("Waiting for another Lantern that is installing…"))
  } catch (error) {
    if (error.code === "ENOSPC") giveUp("The disk is full: Lantern can't be installed. Free some space and start again.")
    if (["EACCES", "EPERM", "EROFS"].includes(error.code)) {
      giveUp(`Lantern isn't installed yet and may not write to ${root}: run it once as the folder's owner.`)
    }
    throw error
  }
}

/** Whether what npm last finished installing is what package-lock.json says; packages for other machines may be absent. */
function packagesMatch() {
  const wanted = readPackages("package-lock.json")
  const installed = readPackages("node_modules/.package-lock.json")
  if (!installed || !pinnedNode()) return false
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    if (place === "") return true
    const found = installed[place]
    return found ? found.version === version : Boolean(optional)
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), "utf8")).packages
  } catch {
    return undefined
  }
}

function installPackages() {
  console.log("Installing Lantern's packages; this happens once and takes about a minute.")
  // The npm that runs us may itself run on the Node that is about to be replaced: take the machine's.
  const outside = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => !folder.includes("node_modules"))
  const done = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    env: { ...process.env, ...offline, PATH: outside.join(path.delimiter) },
    encoding: "utf8",
    shell: process.platform === "win32",
  })
  if (done.status === 0 && packagesMatch()) return
  const output = `${done.stdout ?? ""}${done.stderr ?? ""}`.trim()
  if (/ENOSPC/.test(output)) giveUp("The disk is full: Lantern can't be installed. Free some space and start again.")
  const why = /EUSAGE/.test(output)
    ? "package.json and package-lock.json don't belong together"
    : "`npm ci` needs the npm registry, or a cache or mirror of it"
  giveUp(`Lantern's packages couldn't be installed: ${why}.`, output.split("\n").slice(0, 12).join("\n"))
}

/** Nothing but the registry is asked for anything: Prisma's own download of an engine we don't use is left out. */
const offline = {
  PRISMA_SCHEMA_ENGINE_BINARY: "/usr/bin/true",
  CHECKPOINT_DISABLE: "1",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
  NEXT_TELEMETRY_DISABLED: "1",
}

const generated = path.join(root, "lib", "db", "generated")

function clientStamp() {
  const hash = createHash("sha256")
  for (const file of ["prisma/schema.prisma", "node_modules/prisma/package.json"]) hash.update(readFileSync(path.join(root, file)))
  return hash.digest("hex")
}

function clientMatches() {
  try {
    return readFileSync(path.join(generated, ".stamp"), "utf8") === clientStamp() && existsSync(path.join(generated, "client.ts"))
  } catch {
    return false
  }
}

function generateClient() {
  const done = spawnSync(pinnedNode(), [path.join(modules, "prisma/build/index.js"), "generate"], {
    cwd: root,
    env: { ...process.env, ...offline },
    encoding: "utf8",
  })
  if (done.status !== 0) giveUp("The database client couldn't be generated.", `${done.stdout}${done.stderr}`.trim())
  writeFileSync(path.join(generated, ".stamp"), clientStamp())
}

/** The Node that package.json pins, as a real file: a link in .bin is gone while packages are replaced. */
function pinnedNode() {
  try {
    return realpathSync(path.join(programs, process.platform === "win32" ? "node.cmd" : "node"))
  } catch {
    return undefined
  }
}

/** What every program we start finds: our packages' commands first, nothing that phones home. */
function environment() {
  return { ...process.env, ...offline, PATH: [programs, process.env.PATH].join(path.delimiter) }
}

/**
 * Runs a TypeScript file under the pinned Node: here, when this is that Node already, so that there is one process to
 * stop; else in a child, which is told of our signals and of our end.
 */
export async function runPinned(file, args = process.argv.slice(2)) {
  endWithNpm()
  await bootstrap()
  const node = pinnedNode()
  if (realpathSync(process.execPath) === node) return runHere(path.join(root, file), args)
  const child = spawn(node, ["--disable-warning=ExperimentalWarning", fileURLToPath(new URL("run.mjs", import.meta.url)), file, ...args], {
    cwd: root,
    env: environment(),
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  })
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal))
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)))
}

/** A signal to npm alone ends npm and the shell between us, but never reaches us: what it started would stay behind. */
function endWithNpm() {
  const parent = process.ppid
  if (!process.env.npm_lifecycle_event) return
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, "SIGTERM")
  }, 500)
  watch.unref()
}

/** `file` with the path alias of tsconfig.json, and without warnings that a feature of Node is still experimental. */
async function runHere(file, args) {
  Object.assign(process.env, environment())
  process.argv = [process.argv[0], file, ...args]
  process.removeAllListeners("warning")
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") console.warn(String(warning))
  })
  // A thousand modules: what was compiled once is kept, in our own folder, where nobody else writes.
  module.enableCompileCache(path.join(modules, ".cache", "compiled"))
  const { register } = await import(pathToFileURL(path.join(modules, "tsx/dist/esm/api/index.mjs")).href)
  register()
  await import(pathToFileURL(file).href)
}
