import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { ensureDatabase } from "@/lib/db/embedded-postgres"
import { findRunning, stopCluster } from "@/lib/db/postgres-cluster"

let folder: string
let cluster: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lantern-embedded-"))
  await chmod(folder, 0o711)
  cluster = path.join(folder, "postgres")
})
afterEach(async () => {
  await stopCluster(cluster)
  await rm(folder, { recursive: true, force: true })
})

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** Another Lantern on the same data folder, which says when it has the database and waits to be ended. */
async function startOther() {
  const program = `
    import { ensureDatabase } from "@/lib/db/embedded-postgres"
    const database = await ensureDatabase({ LANTERN_DATA_DIR: process.env.FOLDER })
    process.on("SIGTERM", async () => { await database.release(); process.exit(0) })
    process.stdout.write(database.url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    env: { ...process.env, FOLDER: folder },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [url] = await once(child.stdout, "data")
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await once(child, "exit")
  }
  return { url: String(url), end }
}

describe("the embedded Postgres", () => {
  it("keeps its data between starts and stops with its last user", async () => {
    const first = await ensureDatabase({ LANTERN_DATA_DIR: folder })
    await ask(first.url, "create table kept as select 42 as answer")
    await first.release()
    expect(await findRunning(cluster)).toBeUndefined()

    const second = await ensureDatabase({ LANTERN_DATA_DIR: folder })
    expect(second.url).toBe(first.url)
    expect(await ask(second.url, "select answer from kept")).toBe(42)
    await second.release()
  })

  it("listens on loopback, waits for the disk, takes no password in clear and makes Lantern no superuser", async () => {
    const database = await ensureDatabase({ LANTERN_DATA_DIR: folder })
    expect(await ask(database.url, "show fsync")).toBe("on")
    expect(await ask(database.url, "show listen_addresses")).toBe("127.0.0.1")
    expect(await ask(database.url, "select rolsuper from pg_roles where rolname = current_user")).toBe(false)
    await expect(ask(database.url.replace(/:[0-9a-f]+@/, ":wrong@"), "select 1")).rejects.toThrow(/password/)
    const rules = await readFile(path.join(cluster, "pg_hba.conf"), "utf8")
    expect(rules.match(/^(local|host)\b.*$/gm)?.every((line) => line.endsWith("scram-sha-256"))).toBe(true)
    expect((await stat(path.join(folder, "postgres.json"))).mode & 0o777).toBe(0o600)
    await database.release()
  })

  it("is shared: who leaves first doesn't take it from the other", async () => {
    const [mine, other] = await Promise.all([ensureDatabase({ LANTERN_DATA_DIR: folder }), startOther()])
    expect(other.url).toBe(mine.url)
    await mine.release()
    expect(await ask(mine.url, "select 1")).toBe(1)
    await other.end("SIGTERM")
    expect(await findRunning(cluster)).toBeUndefined()
  })

  it("outlives a killed Lantern, and the next one uses it and stops it", async () => {
    const killed = await startOther()
    await killed.end("SIGKILL")
    const before = await findRunning(cluster)
    expect(before).toBeDefined()

    const next = await ensureDatabase({ LANTERN_DATA_DIR: folder })
    expect(await findRunning(cluster)).toEqual(before)
    await next.release()
    expect(await findRunning(cluster)).toBeUndefined()
    expect(await readdir(path.join(folder, "users"))).toEqual([])
  })

  it("starts again after Postgres itself was killed", async () => {
    const killed = await startOther()
    const running = await findRunning(cluster)
    await killed.end("SIGKILL")
    process.kill(running!.pid, "SIGKILL")
    const next = await ensureDatabase({ LANTERN_DATA_DIR: folder })
    expect(await ask(next.url, "select 1")).toBe(1)
    await next.release()
  })

  it("says which folder it may not use", async () => {
    const file = path.join(folder, "file")
    await writeFile(file, "")
    await expect(ensureDatabase({ LANTERN_DATA_DIR: path.join(file, "data") })).rejects.toThrow(
      `Lantern can't write to its data folder ${file}/data (something there is not a folder): ` +
        "set LANTERN_DATA_DIR to a folder it may use.",
    )
  })
})
