import { createTransport } from "nodemailer"
import { reportUnexpected } from "@/lib/auth/report-unexpected"
import type { MailSettings, ServiceContext } from "./context"

export interface Mail {
  /** One person each: nobody reads another's address. */
  to: string[]
  subject: string
  /** Plain text. Never a password, code, key or link that signs anybody in. */
  text: string
}

const TIMES = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 8_000, dnsTimeout: 5_000 }

/**
 * Sends a mail where this Lantern has a mail server. What it tells stands in Lantern too, so that a mail which can't
 * be sent fails nobody: it is only written to the log.
 * @returns how many mails the server took
 */
export async function sendMail(ctx: Pick<ServiceContext, "settings">, { to, subject, text }: Mail): Promise<number> {
  const { mail } = ctx.settings
  if (!mail || to.length === 0) return 0
  const transport = createTransport(mail.smtpUrl, { ...TIMES, from: mail.from })
  let taken = 0
  try {
    for (const address of new Set(to)) {
      // An address object, so that nothing in it is read as a list or a header.
      const sent = transport.sendMail({ to: { name: "", address }, subject, text, disableFileAccess: true, disableUrlAccess: true, headers: { "auto-submitted": "auto-generated" } })
      const problem = await sent.then(() => null, codeOf)
      if (problem === null) taken += 1
      else reportUnexpected("mail", new Error(`The mail was not sent (${problem || "unknown"}).`))
      // One address that the server doesn't take keeps nobody else from being told; a server that is away isn't asked for each.
      if (problem !== null && !OF_ONE_ADDRESS.has(problem)) break
    }
  } finally {
    transport.close()
  }
  return taken
}

/** nodemailer documentation: the server refused this recipient, or this message. */
const OF_ONE_ADDRESS = new Set(["EENVELOPE", "EMESSAGE"])

/** Connects and signs in, and sends nothing. @returns why it didn't work, as a sentence; null when it did */
export async function mailServerProblem(mail: MailSettings): Promise<string | null> {
  const transport = createTransport(mail.smtpUrl, TIMES)
  try {
    await transport.verify()
    return null
  } catch (error) {
    return WORDS[codeOf(error)] ?? "it ended the conversation."
  } finally {
    transport.close()
  }
}

/** nodemailer documentation: error codes. Its messages may quote what the server said of the user name. */
const WORDS: Record<string, string> = {
  EAUTH: "it does not accept the user name and password.",
  ECONNECTION: "no connection can be made.",
  ESOCKET: "no connection can be made.",
  ECONNREFUSED: "no connection can be made.",
  ETIMEDOUT: "it does not answer in time.",
  EDNS: "its name is not known.",
  ETLS: "no encrypted connection can be made.",
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
}
