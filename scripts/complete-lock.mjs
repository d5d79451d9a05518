// node scripts/complete-lock.mjs, after npm install: adds to package-lock.json the packages for other machines that
// the registry in use didn't have. A lock file without them is refused by `npm ci` on every machine.
import { readFileSync, writeFileSync } from "node:fs"

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32"]
const processors = ["arm64", "arm", "ia32", "ppc64", "riscv64", "s390x", "wasm32", "x64"]

/** @param {Record<string, { version?: string, optionalDependencies?: Record<string, string> }>} packages of the lock file */
export function missingFromLock(packages) {
  const names = new Set(Object.keys(packages).map((place) => place.split("node_modules/").at(-1)))
  const missing = Object.values(packages).flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
  return missing.filter(([name]) => !names.has(name))
}

/** Such packages carry the machine in their name, which is how npm knows to leave them out elsewhere. */
function entryFor(name, version) {
  const os = systems.filter((system) => name.includes(system))
  const cpu = processors.find((processor) => name.includes(processor))
  if (!/^\d/.test(version) || !cpu) throw new Error(`Can't tell which machine ${name}@${version} is for.`)
  return { version, cpu: [cpu], optional: true, ...(os.length && { os }) }
}

if (process.argv[1]?.endsWith("complete-lock.mjs")) {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"))
  const added = missingFromLock(lock.packages).map(([name, version]) => [`node_modules/${name}`, entryFor(name, version)])
  const { "": own, ...others } = lock.packages
  const sorted = [...Object.entries(others), ...added].sort(([a], [b]) => (a < b ? -1 : 1))
  lock.packages = { "": own, ...Object.fromEntries(sorted) }
  writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`Added ${added.length} packages for other machines to package-lock.json.`)
}
