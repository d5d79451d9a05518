// One process of a Lantern that is to be killed: it loads everything, waits, and then works as `lantern worker` does, or
// also answers people as the web process does.
import { flushCompileCache } from "node:module"
import { toServerError } from "@/lib/auth/server-error"
import { createDb } from "@/lib/db/client"
import { openKeyring } from "@/lib/db/keyring"
import type { Actor } from "@/lib/domain/actor"
import { env, epochFile } from "@/lib/env"
import { startRunner } from "@/lib/runner/runner"
import { addAccounts } from "@/lib/services/add-accounts"
import { createAlmaPool, type ServiceContext } from "@/lib/services/context"
import { declareOutage } from "@/lib/services/declare-outage"
import { endOutage } from "@/lib/services/end-outage"
import { finishSignIn } from "@/lib/services/finish-sign-in"
import { issueCodes } from "@/lib/services/issue-codes"
import { makeEnrolmentLinks } from "@/lib/services/make-enrolment-links"
import { openEnrolment } from "@/lib/services/open-enrolment"
import { printCard } from "@/lib/services/print-card"
import { redeemCode } from "@/lib/services/redeem-code"
import { redeemSignInLink } from "@/lib/services/redeem-sign-in-link"
import { returnAccounts } from "@/lib/services/return-accounts"
import { switchAccounts } from "@/lib/services/switch-accounts"
import { tryAllAgain } from "@/lib/services/try-all-again"
import { vouchFor } from "@/lib/services/vouch-for"
import type { Ask, FromProcess, Start, Verb, Verbs } from "./messages"

const OPERATOR: Actor = { kind: "operator", name: "Operator" }
const NOBODY: Actor = { kind: "pickup", name: "Pick-up" }

const services: { [V in Verb]: (ctx: ServiceContext, given: Verbs[V]["given"]) => Promise<Verbs[V]["answer"]> } = {
  declare: (ctx, given) => declareOutage(ctx, { ...given, reason: "Sign-on is down" }),
  add: (ctx, given) => addAccounts(ctx, given),
  switch: async (ctx, given) => (await switchAccounts(ctx, given), null),
  giveBack: async (ctx, given) => (await returnAccounts(ctx, given), null),
  codes: (ctx, given) => issueCodes(ctx, given),
  card: (ctx, given) => printedCard(ctx, given),
  pickUp: (ctx, given) => redeemCode({ ...ctx, actor: NOBODY }, given),
  openLink: async (ctx, given) => (await redeemSignInLink({ ...ctx, actor: NOBODY }, given), null),
  openEnrolment: async (ctx, given) => (await openEnrolment({ ...ctx, actor: NOBODY }, given), null),
  secondFactor: async (ctx, given) => (await finishSignIn({ ...ctx, actor: NOBODY }, given), null),
  vouch: (ctx, given) => vouchFor({ ...ctx, actor: NOBODY }, given),
  end: async (ctx, given) => (await endOutage(ctx, given), null),
  tryAgain: async (ctx, given) => (await tryAllAgain(ctx, given), null),
}

async function printedCard(ctx: ServiceContext, { institution, primaryId }: Verbs["card"]["given"]): Promise<{ code: string }> {
  const [link] = await makeEnrolmentLinks(ctx, { institution, staff: primaryId })
  const { ticket } = await openEnrolment(ctx, { token: link!.url.split("#link=")[1]! })
  return printCard(ctx, { ticket })
}

function tell(message: FromProcess): void {
  process.send?.(message)
}

/** Small pools: a new connection is most of what it costs to start again after a kill. */
async function open(pools: { web?: number; worker?: number }): Promise<ServiceContext> {
  const settings = env()
  const url = settings.DATABASE_URL!
  const keyring = await openKeyring({ masterKey: settings.LANTERN_KEY, dataDir: settings.LANTERN_DATA_DIR })
  const { prisma: db } = createDb(url, { poolSize: pools.worker ?? 5 })
  const ctx = {
    db,
    keyring,
    settings: {
      quietSeconds: settings.LANTERN_QUIET_PERIOD_SECONDS,
      allowHosts: settings.LANTERN_ALLOW_API_HOSTS,
      dataDir: settings.LANTERN_DATA_DIR,
      publicUrl: settings.LANTERN_URL,
    },
    clock: () => new Date(),
    almaFor: createAlmaPool(db, keyring),
  }
  const { wake } = await startRunner({ url, ctx, epochFile: epochFile(settings), care: pools.web !== undefined })
  if (pools.web === undefined) return { ...ctx, wake, actor: OPERATOR }
  // As in the web process: a pool of its own for people, so that the worker beside it doesn't starve them.
  const { prisma } = createDb(url, { poolSize: pools.web })
  // What was asked for is committed by then: a lost wake-up fails nobody's click.
  const calmWake: ServiceContext["wake"] = (id, at) => wake(id, at).catch(() => {})
  return { ...ctx, db: prisma, almaFor: createAlmaPool(prisma, keyring), wake: calmWake, actor: OPERATOR }
}

async function answer<V extends Verb>(ctx: ServiceContext, { ask, verb, given }: Ask<V>): Promise<void> {
  try {
    tell({ say: "answer", to: ask, ok: true, value: await services[verb](ctx, given) })
  } catch (error) {
    // What the person would be told; a reference stands for what nobody expected.
    const told = toServerError(verb, error)
    const calm = told.code !== "unexpected"
    const unexpected = error instanceof Error ? `${error.name}: ${error.message.split("\n").at(-1)}` : "unknown"
    const message = calm ? told.message : unexpected
    tell({ say: "answer", to: ask, ok: false, calm, message })
  }
}

let opened: Promise<ServiceContext> | undefined

async function hear(message: Start | Ask | "leave"): Promise<void> {
  if (message === "leave") {
    flushCompileCache()
    process.exit(0)
  }
  if ("start" in message) {
    opened = open(message.start === "web" ? { web: 5, worker: 5 } : {})
    await opened.then(() => tell({ say: "working" }), (error: unknown) => tell({ say: "failed", message: String(error) }))
    return
  }
  const ctx = await opened
  if (ctx) await answer(ctx, message)
}

process.on("message", (message: Start | Ask | "leave") => void hear(message))
// Whoever started us is gone: nobody else would end us.
process.on("disconnect", () => process.exit(0))
tell({ say: "loaded" })
