import { expect, it } from "vitest"
import { csvOf, withoutGuard } from "./csv"

it("quotes what needs it", () => {
  expect(csvOf(["A", "B"], [["x,y", 'say "hi"'], ["two\nlines", null], [" led", 3]])).toBe('\uFEFFA,B\r\n"x,y","say ""hi"""\r\n"two\nlines",\r\n" led",3\r\n')
})

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])("makes no formula of %j, and gives it back", (cell) => {
  const written = csvOf(["H"], [[cell]]).split("\r\n").slice(1).join("\r\n").replace(/\r\n$/, "").replace(/^"|"$/g, "")
  expect(written.startsWith("'")).toBe(true)
  expect(withoutGuard(written)).toBe(cell)
})

it("leaves an apostrophe that guards nothing", () => {
  expect(withoutGuard("'tis")).toBe("'tis")
  expect(withoutGuard("o'neil")).toBe("o'neil")
})
