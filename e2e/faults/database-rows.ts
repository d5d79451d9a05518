import { spawnSync } from "node:child_process"
import { mkdir, mkdtemp, rm, statfs, writeFile } from "node:fs/promises"
import { createConnection, createServer, type AddressInfo, type Socket } from "node:net"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import pg from "pg"
import { LASTING, openScratchPostgres, type OwnScratchPostgres } from "@/lib/db/scratch-postgres"
import type { FaultLantern } from "./lantern"

/** Where a fault of the database, or of the machine's clock, is played: a Lantern of its own. */
export interface DatabaseStage {
  postgres: OwnScratchPostgres
  /** Lantern reaches the database through this. */
  via?: (url: string) => Promise<string>
  /** Strikes, lasts some seconds, and is over when this ends. */
  strike(lantern: FaultLantern): Promise<void>
  close(): Promise<void>
}

export interface DatabaseRow {
  id: string
  title: string
  /** Null, with the reason, where this machine doesn't allow it. */
  open(): Promise<DatabaseStage | string>
}

const ownPostgres = async (strike: (lantern: FaultLantern, postgres: OwnScratchPostgres) => Promise<void>): Promise<DatabaseStage> => {
  const postgres = await openScratchPostgres({ settings: LASTING })
  return { postgres, strike: (lantern) => strike(lantern, postgres), close: () => postgres.close() }
}

export const DATABASE_ROWS: DatabaseRow[] = [
  {
    id: "pg-restart",
    title: "Postgres restarts, 3 s away",
    open: () =>
      ownPostgres(async (_lantern, postgres) => {
        await postgres.stop()
        await delay(3_000)
        await postgres.start()
      }),
  },
  {
    id: "pg-crash",
    title: "Postgres crashes and recovers",
    open: () =>
      ownPostgres(async (_lantern, postgres) => {
        await postgres.crash()
        await postgres.start()
      }),
  },
  { id: "pg-exhausted", title: "no connection left for 8 s", open: () => ownPostgres(exhaust) },
  { id: "pg-half-open", title: "connections go dead for 20 s", open: halfOpen },
  { id: "disk-full", title: "the database's disk is full for 8 s", open: diskFull },
  { id: "clock-ahead", title: "our clock jumps an hour ahead", open: () => ownPostgres(clock(3_600_000)) },
  { id: "clock-behind", title: "our clock jumps an hour back", open: () => ownPostgres(clock(-3_600_000)) },
]

/** Our clock is wrong for a while, as before a time server is asked. */
function clock(offsetMs: number): (lantern: FaultLantern) => Promise<void> {
  return async (lantern) => {
    lantern.setClock(offsetMs)
    await delay(5_000)
    lantern.setClock(0)
  }
}

/** Every connection that the server gives is taken by somebody else. */
async function exhaust(lantern: FaultLantern): Promise<void> {
  const taken: pg.Client[] = []
  await lantern.cutOff()
  for (let more = 0; more < 400; more++) {
    const client = new pg.Client({ connectionString: lantern.straightUrl, connectionTimeoutMillis: 3_000 })
    client.on("error", () => {})
    try {
      await client.connect()
      taken.push(client)
    } catch {
      break
    }
  }
  await delay(8_000)
  await Promise.all(taken.map((client) => client.end().catch(() => {})))
}

/** Between Lantern and Postgres: bytes stop passing, and nobody is told. */
async function halfOpen(): Promise<DatabaseStage> {
  const postgres = await openScratchPostgres({ settings: LASTING })
  let dead = false
  const pairs = new Set<[Socket, Socket]>()
  const server = createServer((client) => {
    const behind = createConnection(postgres.port, "127.0.0.1")
    const pair: [Socket, Socket] = [client, behind]
    pairs.add(pair)
    const pass = (from: Socket, to: Socket) => from.on("data", (bytes) => void (dead || to.destroyed || to.write(bytes)))
    pass(client, behind)
    pass(behind, client)
    const end = () => {
      if (dead) return
      client.destroy()
      behind.destroy()
      pairs.delete(pair)
    }
    for (const socket of pair) socket.on("close", end).on("error", () => {})
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const { port } = server.address() as AddressInfo
  return {
    postgres,
    via: async (url) => {
      const at = new URL(url)
      at.port = String(port)
      return at.toString()
    },
    async strike() {
      dead = true
      await delay(20_000)
      dead = false
      // What was swallowed never comes: such a connection is of no use to anybody.
      for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
      pairs.clear()
    },
    async close() {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
      await postgres.close()
    },
  }
}

const DISK_BYTES = 400 * 2 ** 20

/** A small disk of its own, in memory; only root may make one. */
async function diskFull(): Promise<DatabaseStage | string> {
  const disk = await mkdtemp(path.join(tmpdir(), "lantern-disk-"))
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_BYTES},mode=0711`, "tmpfs", disk])
  if (mounted.status !== 0) {
    await rm(disk, { recursive: true, force: true })
    return "a small disk can't be made here: mounting is not allowed"
  }
  await mkdir(disk, { recursive: true })
  const postgres = await openScratchPostgres({ parent: disk, settings: LASTING })
  const ballast = path.join(disk, "ballast")
  const unmount = async () => {
    await postgres.close()
    spawnSync("umount", ["-l", disk])
    await rm(disk, { recursive: true, force: true })
  }
  return {
    postgres,
    async strike() {
      const { bavail, bsize } = await statfs(disk)
      await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch(() => {})
      await delay(8_000)
      await rm(ballast, { force: true })
      // Without room for its log Postgres stops itself; whoever makes room starts it again.
      await postgres.start().catch(() => {})
    },
    close: unmount,
  }
}
