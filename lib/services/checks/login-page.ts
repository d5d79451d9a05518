import { mayLeadInside } from "../may-lead-inside"
import { pageAnswers } from "../page-answers"
import { fail, ok, single, warn } from "./check"

export const loginPageCheck = single("login.page", async ({ ctx, institution }) => {
  const id = "login.page"
  const { loginUrl, code } = institution
  const answer = await pageAnswers(loginUrl, mayLeadInside(ctx, institution, loginUrl))
  const fix = `Open ${loginUrl} in a browser; if it is wrong, change it in Settings, or: lantern institution set ${code} --login-url U`
  switch (answer.kind) {
    case "answers":
      return ok(id, "The login page for internal users answers.")
    case "error_page":
      return fail(id, `The login page answers with an error (HTTP ${answer.status}).`, fix)
    case "not_asked":
      return warn(id, `The login page was not tried: ${answer.why}.`, fix)
    case "silent":
      return fail(id, "The login page does not answer.", fix)
  }
})
