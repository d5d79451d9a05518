import type { CheckView } from "@/lib/domain/views"
import { mayLeadInside } from "../may-lead-inside"
import { pageAnswers } from "../page-answers"
import { fail, ok, single, warn } from "./check"

const ID = "login.page"

/** Where staff log in with what they picked up; the campus login page is the probe's. */
export const loginPageCheck = single(ID, async ({ ctx, institution, now }): Promise<CheckView> => {
  const { loginUrl, code } = institution
  const answer = await pageAnswers(loginUrl, (address) => mayLeadInside(ctx, institution, address), now)
  const fix = `Open ${loginUrl} in a browser; if it is wrong, change it in Settings, or: lantern institution set ${code} --login-url U`
  switch (answer.kind) {
    case "answers":
      return ok(ID, "The login page for internal users answers.")
    case "doubtful":
      return warn(ID, `The login page answers, but says “${answer.says}”.`, fix)
    case "error_page":
      return fail(ID, `The login page answers with an error (HTTP ${answer.status}).`, fix)
    case "circle":
      return fail(ID, "The login page sends on in a circle.", fix)
    case "bad_certificate":
      return fail(ID, `The login page's certificate ${answer.why}.`, fix)
    case "not_asked":
      return warn(ID, `The login page was not tried: ${answer.why}.`, fix)
    case "silent":
      return fail(ID, "The login page does not answer.", fix)
  }
})
