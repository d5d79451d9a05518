import type { Command } from "commander"
import { readRosterDetail, readRosterSummaries } from "@/lib/db/roster-views"
import { findInstitution } from "@/lib/db/scope"
import { csvOf } from "@/lib/domain/csv"
import { rosterCsv } from "@/lib/domain/roster"
import { CHANGE_WORDS, changesLine, type RosterRefreshRecord } from "@/lib/domain/roster-changes"
import { ROSTER_WORDS } from "@/lib/domain/verdict-words"
import { createRoster } from "@/lib/services/create-roster"
import { refreshRoster } from "@/lib/services/refresh-roster"
import { rosterByIdOrName } from "@/lib/services/start-named-user-count"
import { EXIT } from "./exit-codes"
import { readText } from "./read-text"
import type { Work } from "./run-command"
import { table } from "./table"

interface ImportOptions {
  name: string
  file?: string
  set?: string
  namedUsers?: string[] | true
  replace?: true
}

export function addRosterCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  const group = program.command("roster").description("lists of staff that stand ready for an outage")

  group
    .command("list")
    .description("the rosters of an institution, and how fresh they are")
    .argument("<code>")
    .action((code: string) =>
      perform(async ({ ctx, out }) => {
        const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.read")
        const rosters = await readRosterSummaries(ctx.db, institution.id)
        const rows = rosters.map((one) => [one.name, one.people, one.needLook, one.refreshedAt?.slice(0, 16).replace("T", " ") ?? "never", one.problem ?? changesLine(one.last?.changes ?? [])])
        out.answer({ rosters }, rows.length === 0 ? "No roster yet." : table(["NAME", "PEOPLE", "NEED A LOOK", "READ (UTC)", "LAST CHANGE"], rows))
      }),
    )

  group
    .command("show")
    .description("everybody on a roster, with what was last read of them")
    .argument("<code>")
    .argument("<name>", "the roster's name, or its id")
    .option("--csv", "as a table for a spreadsheet")
    .action((code: string, name: string, options: { csv?: true }) =>
      perform(async ({ ctx, out }) => {
        const institution = await findInstitution(ctx.db, ctx.actor, code, "institution.read")
        const { id } = await rosterByIdOrName(ctx, institution, name)
        const roster = await readRosterDetail(ctx.db, ctx.actor, id)
        const rows = roster.people.map((one) => [ROSTER_WORDS[one.verdict], one.primaryId, one.name, one.department, one.reason])
        const text = options.csv ? csvOf(...rosterCsv(roster.people)) : table(["STATE", "PRIMARY ID", "NAME", "DEPARTMENT", "WHY"], rows)
        if (roster.problem && !options.csv) out.message(roster.problem)
        out.answer(roster, text)
      }),
    )

  group
    .command("import")
    .description("make a roster of a list, an Alma set, or Named Users, and read its people")
    .argument("<code>")
    .requiredOption("--name <name>", "its name")
    .option("--file <file>", "Primary IDs, one a line, or CSV; - for stdin")
    .option("--set <set>", "id or exact name of a user set of Alma; read again each day for who is new there")
    .option("--named-users [libraries...]", "Named Users of the newest count, of these libraries or all")
    .option("--replace", "in place of a roster of this name")
    .action((institution: string, { name, file, set, namedUsers, replace }: ImportOptions) =>
      perform(async ({ ctx, out }) => {
        const texts = file === undefined ? [] : [await readText(file)]
        const libraries = namedUsers === undefined ? undefined : namedUsers === true ? [] : namedUsers
        const made = await createRoster(ctx, { institution, name, texts, set, libraries, replace: replace === true })
        const record = await refreshRoster(ctx, { rosterId: made.id }, { onProgress: (read, of) => out.message(`${read} of ${of} read`) })
        if (record?.problem) out.message(record.problem)
        out.answer({ ...made, read: record?.read ?? 0, problem: record?.problem ?? null }, `“${made.name}” has ${made.people} people${made.replaced ? " and takes the place of the one before" : ""}; ${record?.read ?? 0} were read.`)
        return record?.problem ? EXIT.needsPerson : EXIT.done
      }),
    )

  group
    .command("refresh")
    .description("read a roster's people in Alma; exits with 3 when that was not whole")
    .argument("<code>")
    .argument("<name>", "the roster's name, or its id")
    .action((code: string, name: string) =>
      perform(async ({ ctx, out, whenStopped }) => {
        const institution = await findInstitution(ctx.db, ctx.actor, code, "outage.declare")
        const { id } = await rosterByIdOrName(ctx, institution, name)
        whenStopped("Stopped. What was known of the roster stays as it was.")
        const record = await refreshRoster(ctx, { rosterId: id }, { onProgress: (read, of) => out.message(`${read} of ${of} read`) })
        if (record?.problem) out.message(record.problem)
        out.answer({ roster: id, refresh: record }, refreshText(record))
        return record === null || record.problem ? EXIT.needsPerson : EXIT.done
      }),
    )
}

function refreshText(record: RosterRefreshRecord | null): string {
  if (!record) return "Somebody else has read or deleted this roster meanwhile."
  const rows = [
    ...record.changes.map((one) => [CHANGE_WORDS[one.kind], one.primaryId, one.name]),
    ...record.newcomers.map((one) => ["new in its source", one.primaryId, one.name]),
    ...record.goneFromSource.map((one) => ["in its source no more", one.primaryId, one.name]),
  ]
  const head = `${record.read} of ${record.people} read.`
  return rows.length === 0 ? `${head} Nothing changed.` : `${head}\n\n${table(["WHAT", "PRIMARY ID", "NAME"], rows)}`
}
