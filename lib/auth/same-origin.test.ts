import { describe, expect, it } from "vitest"
import { isOwnPath, originProblem } from "./same-origin"

const https = { host: "lantern.example.edu", publicUrl: "https://lantern.example.edu" }
const local = { host: "127.0.0.1:3222", publicUrl: "http://localhost:3000" }

describe("originProblem", () => {
  it.each(["GET", "HEAD", "POST"])("refuses a foreign Origin on %s", (method) => {
    expect(originProblem({ method, origin: "https://evil.example", ...https })).toMatch(/another site/)
    expect(originProblem({ method, origin: "null", ...https })).toMatch(/another site/)
  })
  it.each(["POST", "PUT", "PATCH", "DELETE"])("refuses a missing one on %s", (method) => {
    expect(originProblem({ method, origin: null, ...https })).not.toBeNull()
  })
  it("lets a plain GET and our own POST through", () => {
    expect(originProblem({ method: "GET", origin: null, ...https })).toBeNull()
    expect(originProblem({ method: "POST", origin: "https://lantern.example.edu", ...https })).toBeNull()
  })
  it("knows one name over https, whatever Host says, and the scheme and port count", () => {
    const host = "evil.example"
    expect(originProblem({ method: "POST", origin: "https://evil.example", ...https, host })).not.toBeNull()
    expect(originProblem({ method: "POST", origin: "http://lantern.example.edu", ...https })).not.toBeNull()
    expect(originProblem({ method: "POST", origin: "https://lantern.example.edu:444", ...https })).not.toBeNull()
  })
  it("takes the machine's other names while it is tried out over http", () => {
    expect(originProblem({ method: "POST", origin: "http://127.0.0.1:3222", ...local })).toBeNull()
    expect(originProblem({ method: "POST", origin: "http://127.0.0.1:3223", ...local })).not.toBeNull()
  })
})

it("sends nobody anywhere else, by whatever they are asked to come back to", () => {
  expect(["/", "/outages?x=1#y"].map(isOwnPath)).toEqual([true, true])
  const elsewhere = ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "x", "/ok\r\nX: y", "/ü", "/a b"]
  expect(elsewhere.filter(isOwnPath)).toEqual([])
})
