import type { Command } from "commander"
import type { EnrolledView } from "@/lib/domain/enrolment"
import { listEnrolments } from "@/lib/services/list-enrolments"
import { makeEnrolmentLinks } from "@/lib/services/make-enrolment-links"
import { withdrawEnrolment } from "@/lib/services/withdraw-enrolment"
import { readText } from "./read-text"
import type { Work } from "./run-command"
import { table } from "./table"

export function addEnrolmentCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  const group = program.command("enrolment").description("staff who can pick up without a liaison")

  group
    .command("list")
    .description("who is enrolled, by what, since when, and whose link is still out")
    .requiredOption("--institution <code>")
    .action(({ institution }: { institution: string }) =>
      perform(async ({ ctx, out }) => {
        const { people, rosters, vouchers } = await listEnrolments(ctx, { institution })
        const rows = people.map((person) => [person.primaryId, person.name, bywhat(person), day(person.since), day(person.linkUntil)])
        out.answer({ people, rosters, vouchers }, rows.length === 0 ? "Nobody is enrolled yet." : table(["PRIMARY ID", "NAME", "BY", "SINCE", "LINK UNTIL"], rows))
      }),
    )

  group
    .command("link")
    .description("make a single-use link each by which staff enrol, valid for 7 days")
    .requiredOption("--institution <code>")
    .requiredOption("--staff <file>", "Primary IDs; - for stdin")
    .action((options: { institution: string; staff: string }) =>
      perform(async ({ ctx, out }) => {
        const links = await makeEnrolmentLinks(ctx, { institution: options.institution, staff: await readText(options.staff) })
        out.answer({ links }, table(["PRIMARY ID", "NAME", "LINK"], links.map((link) => [link.primaryId, link.name, link.url])))
        if (!out.json) out.message("Each works once, for 7 days. Whoever holds one enrols as that person.")
      }),
    )

  group
    .command("withdraw")
    .description("take back a person's link, passkeys and card")
    .argument("<primary-id>")
    .requiredOption("--institution <code>")
    .action((primaryId: string, { institution }: { institution: string }) =>
      perform(async ({ ctx, out }) => {
        await withdrawEnrolment(ctx, { institution, primaryId })
        out.answer({ withdrawn: primaryId }, `${primaryId} is not enrolled any more.`)
      }),
    )
}

function bywhat({ passkeys, cardSince }: EnrolledView): string {
  const parts = [passkeys === 0 ? "" : passkeys === 1 ? "a passkey" : `${passkeys} passkeys`, cardSince ? "a card" : ""].filter(Boolean)
  return parts.length === 0 ? "not yet" : parts.join(" and ")
}

function day(iso: string | null): string {
  return iso?.slice(0, 10) ?? ""
}
