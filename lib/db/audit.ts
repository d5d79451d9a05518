import { createHmac } from "node:crypto"
import type { Keyring } from "./keyring"
import type { Db, Tx } from "./types"

/** Things that belong to no institution: people, settings of the whole Lantern. */
export const LANTERN_CHAIN = "lantern"

export interface AuditRecord {
  action: string
  outageId?: string | null
  holdId?: string | null
  /** Facts for people and auditors. Never a secret: no password, code, key or link. */
  detail?: Record<string, unknown>
}

export interface AuditActor {
  name: string
  personId?: string | null
}

/** What `appendAudit` needs to know besides the records. */
export interface AuditFrame {
  keyring: Keyring
  /** The institution's id, or `LANTERN_CHAIN`. */
  chain: string
  actor: AuditActor
  at: Date
}

/**
 * Adds entries to one institution's chain, in the caller's transaction: no audit, no change. The
 * chain's lock is held until that transaction ends, so call it last.
 */
export async function appendAudit(tx: Tx, frame: AuditFrame, records: AuditRecord[]): Promise<void> {
  await appendAudits(tx, [{ frame, records }])
}

/** The same for several who act on one chain in one transaction. @throws when the chains differ */
export async function appendAudits(tx: Tx, acts: { frame: AuditFrame; records: AuditRecord[] }[]): Promise<void> {
  const telling = acts.filter(({ records }) => records.length > 0)
  const chain = telling[0]?.frame.chain
  if (chain === undefined) return
  if (telling.some(({ frame }) => frame.chain !== chain)) throw new Error("One transaction tells one chain.")
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${"audit:" + chain}, 0))`
  const head = await tx.auditHead.findUnique({ where: { chain } })
  let { seq, mac } = { seq: head?.seq ?? 0, mac: head?.mac ?? "" }
  const entries = telling.flatMap(({ frame, records }) => records.map((record) => {
    seq += 1
    const entry = {
      chain,
      seq,
      at: frame.at.toISOString(),
      actor: frame.actor.name,
      personId: frame.actor.personId ?? null,
      action: record.action,
      outageId: record.outageId ?? null,
      holdId: record.holdId ?? null,
      detail: JSON.stringify(record.detail ?? {}),
    }
    const own = entryMac(frame.keyring, entry, mac)
    mac = linkMac(frame.keyring, chain, seq, own)
    return { ...entry, mac: own }
  }))
  await tx.auditEntry.createMany({ data: entries })
  await tx.auditHead.upsert({
    where: { chain },
    create: { chain, seq, mac },
    update: { seq, mac },
  })
}

export interface AuditVerification {
  chain: string
  entries: number
  /** The first entry that doesn't fit, with what is wrong; null when the chain is whole. */
  broken: { seq: number; what: string } | null
}

/** Reads every chain again and recomputes it: a changed, missing, doubled, moved or cut entry is found. */
export async function verifyAudit(db: Db, keyring: Keyring): Promise<AuditVerification[]> {
  const heads = await db.auditHead.findMany({ orderBy: { chain: "asc" } })
  const strays = await db.auditEntry.findMany({ distinct: ["chain"], select: { chain: true } })
  const chains = new Set([...heads.map((head) => head.chain), ...strays.map((stray) => stray.chain)])
  const results: AuditVerification[] = []
  for (const chain of chains) {
    const head = heads.find((row) => row.chain === chain)
    results.push(await verifyChain(db, keyring, chain, head ?? null))
  }
  return results
}

async function verifyChain(
  db: Db,
  keyring: Keyring,
  chain: string,
  head: { seq: number; mac: string } | null,
): Promise<AuditVerification> {
  const pageSize = 1000
  let expected = 0
  let mac = ""
  for (;;) {
    const page = await db.auditEntry.findMany({
      where: { chain, seq: { gt: expected } },
      orderBy: { seq: "asc" },
      take: pageSize,
    })
    for (const { mac: stored, ...entry } of page) {
      if (entry.seq !== expected + 1) {
        return { chain, entries: expected, broken: { seq: expected + 1, what: "this entry is missing" } }
      }
      const own = entryMac(keyring, entry, mac)
      if (own !== stored) return { chain, entries: expected, broken: { seq: entry.seq, what: "this entry was changed" } }
      mac = linkMac(keyring, chain, entry.seq, own)
      expected = entry.seq
    }
    if (page.length < pageSize) break
  }
  if (head === null || head.seq !== expected || head.mac !== mac) {
    return { chain, entries: expected, broken: { seq: expected + 1, what: "entries at the end are missing" } }
  }
  return { chain, entries: expected, broken: null }
}

interface AuditFields {
  chain: string
  seq: number
  at: string
  actor: string
  personId: string | null
  action: string
  outageId: string | null
  holdId: string | null
  detail: string
}

function entryMac(keyring: Keyring, entry: AuditFields, previous: string): string {
  const { chain, seq, at, actor, personId, action, outageId, holdId, detail } = entry
  const fields = JSON.stringify([previous, chain, seq, at, actor, personId, action, outageId, holdId, detail])
  return createHmac("sha256", keyring.key("audit")).update(fields).digest("base64url")
}

/**
 * What the chain's head holds of its last entry, and the next entry is hashed with. It stands in no entry: whoever cuts
 * entries off at the end can't make the head that would fit what is left.
 */
function linkMac(keyring: Keyring, chain: string, seq: number, own: string): string {
  return createHmac("sha256", keyring.key("audit")).update(JSON.stringify(["head", chain, seq, own])).digest("base64url")
}
