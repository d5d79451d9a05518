import { describe, expect, it } from "vitest"
import { csvOf } from "@/lib/domain/csv"
import { AppError } from "@/lib/domain/errors"
import { exitCodeOf } from "./exit-codes"
import { keyFrom, numberOf, oneOf } from "./option-values"
import { printable } from "./output"
import { table } from "./table"

describe("what the command reads and writes", () => {
  it("takes plain numbers only", () => {
    expect(["4", "-1", "1.5"].map(numberOf)).toEqual([4, -1, 1.5])
    for (const odd of ["", " ", "0x10", "1e3", "four", "Infinity", "1,5"]) expect(numberOf(odd)).toBeNaN()
  })

  it("never repeats a key that was given in the place of its variable's name", () => {
    const key = "l8xxsecret0000000000"
    expect(() => keyFrom(key)).toThrow(AppError)
    expect(() => keyFrom(key)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(key) }))
  })

  it("names the values that an option may have", () => {
    expect(() => oneOf("both", ["slip", "live"], "--kind")).toThrow("--kind must be one of: slip, live.")
  })

  it("lets no name steer the terminal", () => {
    expect(printable("\u001b[2JRuth\u0007\nnext")).toBe("?[2JRuth?\nnext")
    expect(printable("over\rwritten")).toBe("over?written")
  })

  it("leaves a CSV as it is, line ends and all", () => {
    const csv = csvOf(["Primary ID", "Name"], [["bare", "Bar, E."]])
    expect(printable(csv)).toBe(csv)
  })

  it("lines columns up and keeps a cell on its line", () => {
    expect(table(["A", "BB"], [["long", "x\ny"], [null, 3]])).toBe("A     BB\nlong  x y\n      3")
  })

  it("tells refusals from wrong input by the exit code", () => {
    const codes = ["input", "not_found", "refused", "not_allowed", "unavailable"] as const
    expect(codes.map(exitCodeOf)).toEqual([2, 2, 4, 4, 1])
  })
})
