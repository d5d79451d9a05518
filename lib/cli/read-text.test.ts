import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readText } from "./read-text"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lantern-read-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function file(bytes: Buffer | string): Promise<string> {
  const name = path.join(folder, `file-${Math.random()}`)
  await writeFile(name, bytes)
  return name
}

describe("reading what the operator named", () => {
  it("reads UTF-8, and the UTF-16 of spreadsheets", async () => {
    expect(await readText(await file("žofie.dvořák\n山田花子\n"))).toBe("žofie.dvořák\n山田花子\n")
    expect(await readText(await file(Buffer.from("\ufeffjdoe\r\n", "utf16le")))).toBe("jdoe\r\n")
  })

  it.each([
    ["binary", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8])],
    ["a character that no database keeps", Buffer.from("\ufeffjd\0oe", "utf16le")],
    ["another encoding, which would change ids", Buffer.from("ren\xe9", "latin1")],
  ])("refuses %s", async (_name, bytes) => {
    await expect(readText(await file(bytes))).rejects.toMatchObject({ code: "input", message: expect.stringContaining("UTF-8") })
  })

  it("refuses what is missing, a folder, or larger than 5 MB, in one sentence", async () => {
    await expect(readText(path.join(folder, "nothing"))).rejects.toMatchObject({ code: "input", message: expect.stringMatching(/^There is no file/) })
    await expect(readText(folder)).rejects.toMatchObject({ code: "input", message: expect.stringContaining("is a folder") })
    const large = await file(Buffer.alloc(5 * 1024 * 1024 + 1, "a"))
    await expect(readText(large)).rejects.toMatchObject({ code: "input", message: expect.stringContaining("5 MB") })
  })
})
