import type { Command } from "commander"
import { checkInstitution } from "@/lib/services/check-institution"
import { RECOMMENDED } from "@/lib/services/backup-admin-data"
import { makeBackupAdmin } from "@/lib/services/make-backup-admin"
import { previewBackupAdmin } from "@/lib/services/preview-backup-admin"
import { EXIT } from "./exit-codes"
import type { Work } from "./run-command"
import { table } from "./table"

interface MakeOptions {
  primaryId: string
  firstName: string
  lastName: string
  email: string
  group: string
  owner: string
  purpose: string
  role: string[]
  confirm?: string
}

export function addBackupAdminCommands(institutions: Command, perform: (work: Work) => Promise<void>): void {
  const group = institutions.command("backup-admin").description("the Internal account for the day nothing else lets anybody in")

  group
    .command("check")
    .description("look at each back-up admin as CARLI advises; exits with 3 when something fails")
    .argument("<code>")
    .action((institution: string) =>
      perform(async ({ ctx, out }) => {
        const { code, checks } = await checkInstitution(ctx, { institution, only: ["backup-admin"] })
        const check = checks.find((each) => each.id === "backup-admin")!
        const parts = check.parts ?? []
        const rows = parts.map((part) => [part.status, part.of ?? "", part.title, part.message, part.why])
        out.answer({ code, ...check }, [check.message, ...(rows.length > 0 ? ["", table(["", "ACCOUNT", "LOOKED AT", "FOUND", "TO DO"], rows)] : [])].join("\n"))
        return check.status === "fail" ? EXIT.needsPerson : EXIT.done
      }),
    )

  group
    .command("make")
    .description("make one in Alma: without --confirm only shows what would be sent")
    .argument("<code>")
    .requiredOption("--email <address>", "work e-mail: a list that several people of the department read")
    .requiredOption("--group <code>", "code of a user group that no user load writes to")
    .requiredOption("--owner <text>", "who looks after it")
    .option("--purpose <text>", "what it is for", "To let staff into Alma when campus sign-on is down and nobody else can.")
    .option("--primary-id <id>", "its Primary ID", RECOMMENDED.primaryId)
    .option("--first-name <name>", "its first name", RECOMMENDED.firstName)
    .option("--last-name <name>", "its last name", RECOMMENDED.lastName)
    .option("--role <id...>", "roles besides User Administrator: 21 or 26", [])
    .option("--confirm <digest>", "the digest that the preview has shown: makes the account, and prints its password once")
    .action((institution: string, { group: userGroup, role: roles, confirm, ...rest }: MakeOptions) =>
      perform(async ({ ctx, out }) => {
        const input = { ...rest, institution, userGroup, roles }
        if (confirm === undefined) {
          const preview = await previewBackupAdmin(ctx, input)
          const rows = preview.fields.map(({ title, value }) => [title, value])
          out.answer(preview, [table(["FIELD", "VALUE"], rows), "", ...preview.notes, "", `Nothing was sent. To make it, say the same again with: --confirm ${preview.digest}`].join("\n"))
          return
        }
        const made = await makeBackupAdmin(ctx, { ...input, digest: confirm })
        if (made.kind === "unknown") {
          out.answer(made, made.message)
          return EXIT.needsPerson
        }
        const words = [`${made.primaryId} is made. Its password, shown this once and kept sealed:`, made.password, ...made.steps]
        out.answer(made, words.join("\n"))
        return made.patron === "still" ? EXIT.needsPerson : EXIT.done
      }),
    )
}
