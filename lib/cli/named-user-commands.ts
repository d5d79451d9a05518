import { setTimeout as delay } from "node:timers/promises"
import type { Command } from "commander"
import { newestPeople, peopleIn, readCounts } from "@/lib/db/named-users"
import { findInstitution } from "@/lib/db/scope"
import { csvOf } from "@/lib/domain/csv"
import { AppError } from "@/lib/domain/errors"
import { type AllowanceState, allowanceState, type NamedUser, namedUsersCsv, SWITCHING_CHANGES_NOTHING } from "@/lib/domain/named-user"
import { type NamedUserCountView, sourceKey, sourceWords } from "@/lib/domain/named-user-count"
import { continueNamedUserCount } from "@/lib/services/continue-named-user-count"
import type { ServiceContext } from "@/lib/services/context"
import { countSourceFor, startNamedUserCount } from "@/lib/services/start-named-user-count"
import { EXIT } from "./exit-codes"
import type { CommandRun, Work } from "./run-command"
import { table } from "./table"

interface Options {
  set?: string
  roster?: string
  csv?: true
}

const LOOK_MS = 1_000

export function addNamedUserCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  const group = program.command("named-users").description("who counts as a Named User, by CARLI's definition")

  withSource(group.command("count").description("read Alma and count; goes on where a count was interrupted"))
    .action((code: string, options: Options) =>
      perform(async (run) => {
        const { ctx, out } = run
        const institution = await findInstitution(ctx.db, ctx.actor, code, "outage.declare")
        const { id } = await startNamedUserCount(ctx, { institution: institution.id, source: sourceOf(options) })
        const count = await finish(run, id)
        if (count.state !== "done") throw new AppError("refused", count.problem ?? "The count was stopped.")
        const { people } = await ctx.db.namedUserCount.findUniqueOrThrow({ where: { id }, select: { people: true } })
        for (const note of count.notes) out.message(`Note: ${note}`)
        const warning = allowanceWarning(count, institution.namedUserAllowance)
        if (warning) out.message(warning)
        out.answer({ ...count, allowance: institution.namedUserAllowance, people: peopleIn({ people }) }, options.csv ? csvOf(...namedUsersCsv(peopleIn({ people }))) : countText(count, institution.namedUserAllowance))
        return stateOf(count, institution.namedUserAllowance) === "over" ? EXIT.needsPerson : EXIT.done
      }),
    )

  withSource(group.command("list").description("who they were at the newest count, with the roles that make each one"))
    .action((code: string, options: Options) =>
      perform(async ({ ctx, out }) => {
        const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.read")
        const source = await countSourceFor(ctx, institution, sourceOf(options))
        const newest = await newestPeople(ctx.db, institution.id, sourceKey(source))
        if (!newest) throw new AppError("not_found", `Named Users of ${sourceWords(source)} were not counted yet: lantern named-users count ${institution.code}`)
        if (!options.csv) out.message(`Counted ${newest.at.toISOString().slice(0, 16).replace("T", " ")} UTC.`)
        out.answer({ countId: newest.id, at: newest.at.toISOString(), counted: newest.counted, people: newest.people }, options.csv ? csvOf(...namedUsersCsv(newest.people)) : peopleText(newest.people))
      }),
    )
}

function withSource(command: Command): Command {
  return command
    .argument("<code>")
    .option("--set <id>", "only members of this user set of Alma, by its id or exact name")
    .option("--roster <name>", "only people on this roster")
    .option("--csv", "as a table for a spreadsheet")
}

function sourceOf({ set, roster }: Options) {
  if (set !== undefined && roster !== undefined) throw new AppError("input", "Give --set or --roster, not both.")
  if (set !== undefined) return { kind: "set" as const, set }
  return roster === undefined ? { kind: "everyone" as const } : { kind: "roster" as const, roster }
}

/** Reads until it is over, beside whoever else reads; what must wait, waits. */
async function finish({ ctx, out, whenStopped }: CommandRun, id: string): Promise<NamedUserCountView> {
  whenStopped("Stopped. What was read is kept: the server goes on with it, and so does the next count.")
  let told = ""
  let over = false
  const watch = (async () => {
    while (!over) {
      const count = await look(ctx, id)
      const words = count.problem ?? (count.total === null ? "" : `${count.read} of ${count.total} users read`)
      if (words !== told && words !== "") out.message(words)
      told = words
      await delay(LOOK_MS)
    }
  })()
  try {
    for (;;) {
      await continueNamedUserCount(ctx, id)
      const count = await look(ctx, id)
      if (count.state !== "running") return count
      await delay(LOOK_MS)
    }
  } finally {
    over = true
    await watch.catch(() => {})
  }
}

async function look(ctx: ServiceContext, id: string): Promise<NamedUserCountView> {
  const { institutionId } = await ctx.db.namedUserCount.findUniqueOrThrow({ where: { id }, select: { institutionId: true } })
  const count = (await readCounts(ctx.db, institutionId)).find((one) => one.id === id)
  if (!count) throw new AppError("not_found", "This count is gone: a newer one took its place.")
  return count
}

/** A part of the institution says nothing about the allowance. */
function stateOf({ counted, source }: NamedUserCountView, allowance: number | null): AllowanceState {
  return source.kind === "everyone" ? allowanceState(counted ?? 0, allowance) : "none"
}

function allowanceWarning(count: NamedUserCountView, allowance: number | null): string | null {
  switch (stateOf(count, allowance)) {
    case "none":
    case "within":
      return null
    case "near":
      return `Warning: ${count.counted} of ${allowance} allowed is 90 % or more.`
    case "over":
      return `Warning: ${count.counted! - allowance!} over the ${allowance} allowed.`
  }
}

function countText(count: NamedUserCountView, allowance: number | null): string {
  const of = count.source.kind === "everyone" && allowance !== null ? ` of ${allowance} allowed` : ""
  const { changes } = count
  const since = changes ? `\nSince ${changes.since.slice(0, 10)}: ${changes.added.length} new, ${changes.gone.length} gone.` : ""
  const rows = changes ? [...changes.added.map((one) => ["new", one.primaryId, one.name]), ...changes.gone.map((one) => ["gone", one.primaryId, one.name])] : []
  const list = rows.length === 0 ? "" : `\n\n${table(["", "PRIMARY ID", "NAME"], rows)}\n`
  return `${count.counted} Named Users${of}, among ${count.read} users read.${since}${list}\n${SWITCHING_CHANGES_NOTHING}`
}

function peopleText(people: NamedUser[]): string {
  const rows = people.map((one) => [one.primaryId, one.name, one.roles.map((role) => role.name).join(", ")])
  return rows.length === 0 ? "Nobody." : table(["PRIMARY ID", "NAME", "ROLES THAT COUNT"], rows)
}
