// Plain JavaScript without dependencies: the bootstrap uses it under the machine's own Node before anything is installed.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"

/** @param {number} milliseconds */
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * A process as text that no later process with the same number shares: its pid and, where the system tells, when it
 * was started.
 * @param {number} pid
 */
export function processMark(pid) {
  return `${pid} ${startedAt(pid)}`
}

/**
 * Fields 22 and 3 of /proc/PID/stat (man 5 proc); the command's name before them may itself hold spaces and brackets.
 * A zombie has ended: it only waits to be reaped.
 */
function startedAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return fields[0] === "Z" ? "ended" : fields[19]
  } catch {
    return "-"
  }
}

/** @param {string} mark what processMark gave */
export function isAlive(mark) {
  const [pid, started] = mark.trim().split(" ")
  try {
    process.kill(Number(pid), 0)
  } catch (error) {
    if (error.code !== "EPERM") return false
  }
  return started === "-" || startedAt(pid) === started
}

/**
 * Runs `work` while this process alone holds the lock `file`; a lock whose owner died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when another process holds the lock
 * @returns {Promise<T>}
 */
export async function withProcessLock(file, work, onWait) {
  const mine = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  let waited = false
  writeFileSync(mine, processMark(process.pid), { mode: 0o600 })
  try {
    // link() either makes the lock with our mark already in it or fails: nobody ever reads a half-written lock.
    while (!take(mine, file)) {
      if (!waited) onWait?.()
      waited = true
      await sleep(100)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(mine, file) {
  try {
    linkSync(mine, file)
    return true
  } catch (error) {
    if (error.code !== "EEXIST") throw error
  }
  const owner = read(file)
  if (owner !== undefined && !isAlive(owner)) setAside(file, owner, `${mine}.dead`)
  return false
}

/** Moves a dead owner's lock away; when another process was quicker and this is its lock, gives it back. */
function setAside(file, owner, aside) {
  try {
    renameSync(file, aside)
    if (read(aside) !== owner) linkSync(aside, file)
  } catch {
    // Someone else moved it first, or holds it by now: the next look tells.
  }
  rmSync(aside, { force: true })
}

function read(file) {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return undefined
  }
}
