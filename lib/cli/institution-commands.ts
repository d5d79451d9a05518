import type { Command } from "commander"
import { addInstitution, type StoredInstitution } from "@/lib/services/add-institution"
import { checkInstitution } from "@/lib/services/check-institution"
import { listInstitutions } from "@/lib/services/list-institutions"
import { setInstitution } from "@/lib/services/set-institution"
import { setJobPayload } from "@/lib/services/set-job-payload"
import { ROUTES } from "@/lib/domain/states"
import { addBackupAdminCommands } from "./backup-admin-commands"
import { EXIT } from "./exit-codes"
import { keyFrom, numberOf, oneOf } from "./option-values"
import type { Output } from "./output"
import { readText } from "./read-text"
import type { Work } from "./run-command"
import { table } from "./table"
import { addProofCommands } from "./proof-commands"

interface Options {
  name?: string
  apiUrl?: string
  apiKeyEnv?: string
  loginUrl?: string
  ssoUrl?: string
  route?: string
  rate?: string
  timeZone?: string
  backupAdmin?: string
  helpContact?: string
  ssoMetadataUrl?: string
  sisProfile?: string
  sisGroups?: string
  allowance?: string
  almaCode?: string
}

export function addInstitutionCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  const group = program.command("institution").description("the institutions of this Lantern and their Alma")

  withOptional(
    group
      .command("add")
      .description("enter an institution; a key is stored whatever it can do, and what it can't is told")
      .requiredOption("--code <code>", "its letters, such as ABC")
      .requiredOption("--name <name>", "its name")
      .requiredOption("--api-url <url>", "the address of its Alma API region")
      .requiredOption("--api-key-env <variable>", "the environment variable that holds the API key")
      .requiredOption("--login-url <url>", "Alma's login page for internal users"),
  ).action((options: Options & { code: string; name: string; apiUrl: string; loginUrl: string }) =>
    perform(async ({ ctx, out }) => {
      const { code, name, apiUrl, loginUrl } = options
      const stored = await addInstitution(ctx, { ...common(options), code, name, apiUrl, loginUrl, apiKey: keyFrom(options.apiKeyEnv!) })
      answerStored(out, stored, "is entered")
    }),
  )

  withOptional(
    group
      .command("set")
      .description("change an institution's settings; what isn't given stays")
      .argument("<code>")
      .option("--name <name>")
      .option("--api-url <url>")
      .option("--api-key-env <variable>", "the environment variable that holds the new API key")
      .option("--login-url <url>"),
  ).action((institution: string, options: Options) =>
    perform(async ({ ctx, out }) => {
      const { name, apiUrl, loginUrl, apiKeyEnv } = options
      const apiKey = apiKeyEnv === undefined ? undefined : keyFrom(apiKeyEnv)
      const stored = await setInstitution(ctx, { ...common(options), institution, name, apiUrl, loginUrl, apiKey })
      answerStored(out, stored, "is changed")
    }),
  )

  group
    .command("list")
    .description("the institutions entered here")
    .action(() =>
      perform(async ({ ctx, out }) => {
        const institutions = await listInstitutions(ctx)
        const rows = institutions.map((row) => [row.code, row.name, row.environment, row.route, row.jobPayload ? "yes" : "no", row.openOutage ?? "none"])
        const text = rows.length === 0 ? "No institution is entered yet." : table(["CODE", "NAME", "ALMA", "ROUTE", "JOB PAYLOAD", "OPEN OUTAGE"], rows)
        out.answer({ institutions }, text)
      }),
    )

  group
    .command("job-payload")
    .description("store what Alma's API Information panel shows for the job Update/Notify Users")
    .argument("<code>")
    .requiredOption("--file <file>", "the pasted panel; - for stdin")
    .action((institution: string, options: { file: string }) =>
      perform(async ({ ctx, out }) => {
        const { says } = await setJobPayload(ctx, { institution, text: await readText(options.file) })
        out.answer({ code: institution.toUpperCase(), says }, says)
      }),
    )

  group
    .command("check")
    .description("look at everything that an outage will need; exits with 3 when something fails")
    .argument("<code>")
    .action((institution: string) =>
      perform(async ({ ctx, out }) => {
        const result = await checkInstitution(ctx, { institution })
        const rows = result.checks.map((check) => [check.status, check.id, check.message, check.fix])
        out.answer(result, table(["", "CHECK", "FOUND", "TO DO"], rows))
        return result.checks.some((check) => check.status === "fail") ? EXIT.needsPerson : EXIT.done
      }),
    )

  addProofCommands(group, perform)
  addBackupAdminCommands(group, perform)
}

function withOptional(command: Command): Command {
  return command
    .option("--sso-url <url>", "campus sign-on's address of Alma")
    .option("--route <route>", `how accounts are switched: ${ROUTES.join(", ")} (default: job)`)
    .option("--rate <number>", "requests a second that Lantern may send (default: 15)")
    .option("--time-zone <zone>", "such as America/Chicago, which is the default")
    .option("--backup-admin <id>", "Primary ID of its own back-up admin account")
    .option("--help-contact <text>", "whom staff ask when a pick-up doesn't work")
    .option("--sso-metadata-url <url>", "where campus sign-on publishes its SAML metadata")
    .option("--sis-profile <code>", "profile code of the load that brings staff in; empty for none")
    .option("--sis-groups <codes>", "user groups that such loads write to, with commas between them")
    .option("--allowance <number>", "Named Users that the institution may have; empty for none")
    .option("--alma-code <code>", "its code in Alma, such as 01CARLI_ABC: a key that reaches another is refused")
}

function common(options: Options) {
  return {
    ssoUrl: options.ssoUrl,
    route: options.route === undefined ? undefined : oneOf(options.route, ROUTES, "--route"),
    rate: options.rate === undefined ? undefined : numberOf(options.rate),
    timeZone: options.timeZone,
    backupAdminId: options.backupAdmin,
    helpContact: options.helpContact,
    ssoMetadataUrl: options.ssoMetadataUrl,
    sisProfile: options.sisProfile,
    sisGroups: options.sisGroups?.split(",").map((group) => group.trim()).filter((group) => group !== ""),
    namedUserAllowance: options.allowance === undefined ? undefined : options.allowance.trim() === "" ? null : numberOf(options.allowance),
    almaCode: options.almaCode,
  }
}

function answerStored(out: Output, { id, code, warnings }: StoredInstitution, what: string): void {
  for (const warning of warnings) out.message(`Note: ${warning}`)
  out.answer({ id, code, warnings }, `${code} ${what}.`)
}
