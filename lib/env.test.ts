import path from "node:path"
import { describe, expect, it } from "vitest"
import { campusSettings, parseEnv } from "@/lib/env"

describe("settings", () => {
  it("has a default for everything", () => {
    expect(parseEnv({})).toEqual({
      DATABASE_URL: undefined,
      LANTERN_DATA_DIR: path.resolve(".lantern"),
      PORT: 3000,
      LANTERN_URL: "http://localhost:3000",
      LANTERN_PRACTICE: true,
      LANTERN_PRACTICE_TOKEN: undefined,
      LANTERN_QUIET_PERIOD_SECONDS: 600,
      LANTERN_ALLOW_API_HOSTS: [],
      LANTERN_KEY: undefined,
      LANTERN_NEW_KEYS: [],
      LANTERN_EPOCH_FILE: undefined,
      LANTERN_TRUST_PROXY: 0,
      LANTERN_HSTS_SUBDOMAINS: false,
    })
    expect(campusSettings(parseEnv({}))).toBeNull()
  })

  it("takes an empty variable as one that isn't set", () => {
    expect(parseEnv({ PORT: "", LANTERN_URL: "", LANTERN_QUIET_PERIOD_SECONDS: "" })).toMatchObject({
      PORT: 3000,
      LANTERN_QUIET_PERIOD_SECONDS: 600,
    })
  })

  it("reads what is set", () => {
    expect(
      parseEnv({
        PORT: "8080",
        LANTERN_URL: "https://lantern.example.edu/",
        LANTERN_PRACTICE: "0",
        LANTERN_ALLOW_API_HOSTS: "127.0.0.1:4010, alma.test:443",
        LANTERN_DATA_DIR: "/var/lib/lantern",
      }),
    ).toMatchObject({
      PORT: 8080,
      LANTERN_URL: "https://lantern.example.edu",
      LANTERN_PRACTICE: false,
      LANTERN_ALLOW_API_HOSTS: ["127.0.0.1:4010", "alma.test:443"],
      LANTERN_DATA_DIR: "/var/lib/lantern",
    })
  })

  it.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["PORT", "http"],
    ["LANTERN_QUIET_PERIOD_SECONDS", "0"],
    ["LANTERN_QUIET_PERIOD_SECONDS", "86401"],
    ["LANTERN_QUIET_PERIOD_SECONDS", "-5"],
    ["LANTERN_QUIET_PERIOD_SECONDS", "1.5"],
    ["LANTERN_PRACTICE", "yes"],
    ["LANTERN_KEY", "Library2026!Library2026!Library2026!Library2026!"],
    ["LANTERN_NEW_KEYS", "q7Yt0c1mJm3Zc0o1b0dT2r5u8xAeDfGhKjLnPqRsUvW= short"],
    ["LANTERN_URL", "lantern.example.edu"],
    ["LANTERN_URL", "ftp://lantern.example.edu"],
    ["LANTERN_OIDC_ISSUER", "http://login.example.edu"],
    ["LANTERN_OIDC_ISSUER", "https://login.example.edu?tenant=1"],
    ["LANTERN_TRUST_PROXY", "-1"],
    ["LANTERN_HSTS_SUBDOMAINS", "yes"],
    ["LANTERN_ALLOW_API_HOSTS", "https://alma.test"],
    ["LANTERN_ALLOW_API_HOSTS", "alma.test"],
  ])("refuses %s=%s in a sentence that names it", (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(new RegExp(`^${name} must be [^\\n]+\\.$`))
  })
})
