import type { Command } from "commander"
import { ROLES } from "@/lib/domain/actor"
import { addPerson } from "@/lib/services/add-person"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { oneOf } from "./option-values"
import type { Work } from "./run-command"

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
    .description("make a single-use sign-in link, valid for 10 minutes")
    .argument("<email>")
    .action((email: string) =>
      perform(async ({ ctx, out }) => {
        const { url, expiresAt } = await createSignInLink(ctx, { email })
        out.answer({ url, expiresAt: expiresAt.toISOString() }, url)
        if (!out.json) out.message(`It works once, until ${expiresAt.toLocaleTimeString()}. Whoever holds it is that person.`)
      }),
    )
}
