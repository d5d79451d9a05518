import { expect, it } from "vitest"
import { withoutSteps } from "./without-steps"

it("says what happened, and leaves the steps to where they are done", () => {
  expect(withoutSteps("Switch this account by hand: Search Users for Primary ID bare. Choose Save.")).toBe("Switch this account by hand.")
  expect(withoutSteps("Alma refused it: no user group (401). By hand: Log in to Alma.")).toBe("Alma refused it: no user group (401).")
  expect(withoutSteps("Nothing was changed.")).toBe("Nothing was changed.")
})
