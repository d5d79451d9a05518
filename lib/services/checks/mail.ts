import { mailServerProblem } from "../send-mail"
import { fail, ok, single, warn } from "./check"

const ID = "mail"

export const mailCheck = single(ID, async ({ ctx }) => {
  const { mail } = ctx.settings
  if (!mail) return warn(ID, "No mail server is set: what changes is told on the first page only.", "Ask the operator to set LANTERN_SMTP_URL and LANTERN_MAIL_FROM, with a server that works without campus sign-on.")
  const problem = await mailServerProblem(mail)
  if (problem === null) return ok(ID, "The mail server lets Lantern in. Whether mail arrives, only a test mail shows.")
  return fail(ID, `The mail server does not let Lantern in: ${problem}`, "Ask the operator to look at LANTERN_SMTP_URL.")
})
