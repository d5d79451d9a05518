import { encode } from "next-auth/jwt"
import { expect, it } from "vitest"
import { sessionCookie, sessionIn } from "./session-token"

const SECRET = "a secret of forty characters for a test."

it("reads the session of a cookie that was made our way, and of no other", async () => {
  const good = await sessionCookie("session-1", SECRET, 60)
  expect(await sessionIn(good, SECRET)).toBe("session-1")
  expect(await sessionIn(await encode({ token: { sid: "session-2" }, secret: SECRET }), SECRET)).toBe("session-2")
  expect(await sessionIn(good, "another secret of the same length here..")).toBeNull()
  const head = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
  for (const other of [{ alg: "none" }, { alg: "A256KW", enc: "A256GCM" }, { alg: "dir", enc: "A128CBC-HS256" }, { alg: "dir", enc: "A256GCM", zip: "DEF" }]) {
    expect(await sessionIn([head(other), ...good.split(".").slice(1)].join("."), SECRET)).toBeNull()
  }
  for (const nothing of [undefined, "", "abc.def.ghi", "...."]) expect(await sessionIn(nothing, SECRET)).toBeNull()
})
