import type { Command } from "commander"
import { ROLES } from "@/lib/domain/actor"
import { addPerson } from "@/lib/services/add-person"
import type { LinkOpens, PersonView } from "@/lib/domain/people-views"
import { changeRole } from "@/lib/services/change-role"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { listPeople } from "@/lib/services/list-people"
import { setPersonDisabled } from "@/lib/services/set-person-disabled"
import { oneOf } from "./option-values"
import type { Work } from "./run-command"
import { table } from "./table"

const OPENS: Record<LinkOpens, string> = {
  "second-factor": "It stands in for the password: their passkey, code or recovery code is asked for after it.",
  "set-up": "It opens their set-up, and nothing else until password and second factor stand. Whoever holds it is that person.",
  session: "They have no second factor yet, and none is asked for: whoever holds it is that person.",
}

interface AddOptions {
  email: string
  name: string
  role: string
  institution?: string
}

export function addPersonCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  const group = program.command("person").description("the people who work with Lantern")

  group
    .command("add")
    .description("add a person, or another institution to one who is known")
    .requiredOption("--email <address>")
    .requiredOption("--name <name>")
    .requiredOption("--role <role>", ROLES.join(", "))
    .option("--institution <code>", "the institution they belong to; left out: every one")
    .action((options: AddOptions) =>
      perform(async ({ ctx, out }) => {
        const role = oneOf(options.role, ROLES, "--role")
        const { email, name } = options
        const institutionCode = options.institution?.trim().toUpperCase()
        const { personId } = await addPerson(ctx, { email, name, role, institutionCode })
        out.answer({ personId, email, role, institution: institutionCode ?? null }, `${name} is added as ${role}. Give them a link with: lantern person link ${email}`)
      }),
    )

  group
    .command("link")
    .description("make a single-use sign-in link, valid for 10 minutes, that stands in for the password")
    .argument("<email>")
    .option("--clear-factors", "for somebody who lost everything: take away their password, passkeys, app and recovery codes; the link opens their set-up")
    .option("--skip-set-up", "in an outage, for somebody who never set up a second factor: the link opens everything at once")
    .action((email: string, { clearFactors, skipSetUp }: { clearFactors?: boolean; skipSetUp?: boolean }) =>
      perform(async ({ ctx, out }) => {
        const { url, expiresAt, opens } = await createSignInLink(ctx, { email, clearFactors, skipSetUp })
        out.answer({ url, expiresAt: expiresAt.toISOString(), opens }, url)
        if (!out.json) out.message(`It works once, until ${expiresAt.toISOString().slice(11, 16)} UTC. ${OPENS[opens]}`)
      }),
    )

  group
    .command("list")
    .description("who works with this Lantern, and what they sign in with")
    .action(() =>
      perform(async ({ ctx, out }) => {
        const people = await listPeople(ctx)
        const rows = people.map((each) => [each.email, each.name, rolesOf(each), factorsOf(each), each.lastSignIn?.slice(0, 16).replace("T", " ") ?? "never", each.disabled ? "disabled" : ""])
        const text = people.length === 0 ? "Nobody is added yet." : table(["E-MAIL", "NAME", "ROLES", "SIGNS IN WITH", "LAST (UTC)", ""], rows)
        out.answer({ people: people.map(documentOf) }, text)
      }),
    )

  group
    .command("role")
    .description("change a person's role in one institution, or take it away; their sessions end at once")
    .argument("<email>")
    .requiredOption("--role <role>", `${ROLES.join(", ")}, or none`)
    .option("--institution <code>", "left out: the role in every institution")
    .action((email: string, options: { role: string; institution?: string }) =>
      perform(async ({ ctx, out }) => {
        const chosen = oneOf(options.role, [...ROLES, "none"] as const, "--role")
        const role = chosen === "none" ? null : chosen
        const { name } = await changeRole(ctx, { person: { email }, institutionCode: options.institution ?? null, role })
        out.answer({ email, role, institution: options.institution?.trim().toUpperCase() ?? null }, role === null ? `${name} has no role there any more.` : `${name} is ${role} there now.`)
      }),
    )

  for (const [command, disabled] of [["disable", true], ["enable", false]] as const) {
    group
      .command(command)
      .description(disabled ? "disable a person; their sessions and links end at once" : "let a disabled person in again")
      .argument("<email>")
      .action((email: string) =>
        perform(async ({ ctx, out }) => {
          const { name } = await setPersonDisabled(ctx, { person: { email }, disabled })
          out.answer({ email, disabled }, `${name} is ${disabled ? "disabled" : "enabled"}.`)
        }),
      )
  }
}

/** What `--json` says of a person: nothing of what a page would let whoever looks do. */
function documentOf({ id, name, email, disabled, roles, factors, openSessions, lastSignIn }: PersonView) {
  const at = roles.map(({ institution, role }) => ({ institution: institution?.code ?? null, role }))
  return { id, name, email, disabled, roles: at, factors, openSessions, lastSignIn }
}

function rolesOf({ roles }: PersonView): string {
  return roles.map(({ institution, role }) => `${role} of ${institution?.code ?? "all"}`).join(", ")
}

function factorsOf({ factors }: PersonView): string {
  const { password, app, passkeys, recoveryCodes } = factors
  const own = [password && "password", app && "app", passkeys > 0 && `${passkeys} ${passkeys === 1 ? "passkey" : "passkeys"}`, recoveryCodes > 0 && `${recoveryCodes} recovery codes`]
  return own.filter(Boolean).join(", ") || "nothing yet"
}
