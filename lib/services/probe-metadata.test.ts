import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it } from "vitest"
import { signOnMetadata } from "@/lib/practice/sign-on-metadata"
import { probeMetadata } from "./probe-metadata"
import { readSamlMetadata } from "./saml-metadata"

const NOW = new Date("2026-12-01T07:12:00Z")
const WHOLE = signOnMetadata("https://sso.college.example")
/** Signed by itself, of 2020 to 2024; its private key was thrown away. */
const OLD = "MIIBJTCBzAIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRvbGQucHJhY3RpY2UuZXhhbXBsZTAeFw0yMDAxMDEwMDAwMDBaFw0yNDAxMDEwMDAwMDBaMB8xHTAbBgNVBAMMFG9sZC5wcmFjdGljZS5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEtLuJ94Kw/i/65eSF4QNxOGs7FIK0/B6P4gqf7+lp+uyawIEQ8Q8NFCh2vbMkM/kQzGLdS68YEESCeloaBd3C1DAKBggqhkjOPQQDAgNIADBFAiA6gZSIbn8hYKSLjIFBSShPtLX5B6YqfG/yAJmjHjMBaAIhAOQwNJE7nStBSiCa8t2DWkHB0tTPCSEp2iElRo56qcT1"

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function probe(answer: RequestListener, { trusted = true, now = NOW } = {}) {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  return probeMetadata(`http://127.0.0.1:${(server.address() as AddressInfo).port}/idp`, () => trusted, now, 800)
}
const giving = (body: string, status = 200): RequestListener => (_, response) => void response.writeHead(status, { connection: "close" }).end(body)

describe("SAML metadata", () => {
  it("tells the last day of the certificate that sign-on signs with", async () => {
    expect(await probe(giving(WHOLE))).toEqual({ mark: "ok", words: "certificate until 29 Oct 2126", expires: new Date("2126-10-29T21:07:33Z") })
    expect(await probe(giving(WHOLE), { now: new Date("2126-10-20T00:00:00Z") })).toMatchObject({ mark: "warn" })
    expect(await probe(giving(WHOLE), { now: new Date("2127-01-01T00:00:00Z") })).toMatchObject({ mark: "fail", words: expect.stringContaining("ran out on 29 Oct 2126") })
  })

  it("takes the first of several that are good, and tells that one has run out", async () => {
    const key = /<md:KeyDescriptor[\s\S]*<\/md:KeyDescriptor>/.exec(WHOLE)![0]
    const old = key.replace(/<ds:X509Certificate>[\s\S]*?<\//, `<ds:X509Certificate>${OLD}</`)
    const both = await probe(giving(WHOLE.replace(key, old + key)))
    expect(both).toMatchObject({ mark: "warn", words: "certificate until 29 Oct 2126; 1 of 2 has run out" })
    expect(await probe(giving(WHOLE.replace(key, old)))).toMatchObject({ mark: "fail", words: "its certificate ran out on 1 Jan 2024: Alma may refuse logins" })
    // What it only decrypts with says nothing of logins.
    expect(await probe(giving(WHOLE.replace(key, old.replace('use="signing"', 'use="encryption"') + key)))).toMatchObject({ mark: "ok" })
  })

  it.each([
    ["an error", giving("down", 503), "an error instead (HTTP 503)"],
    ["a page that says 200", giving("<html><title>Service Unavailable</title>"), "a web page titled “Service Unavailable” instead"],
    ["another XML", giving("<rss><channel/></rss>"), "not SAML metadata"],
    ["Alma's own", giving(WHOLE.replaceAll("IDPSSODescriptor", "SPSSODescriptor")), "no identity provider"],
    ["a federation's list", giving(`<md:EntitiesDescriptor xmlns:md="x">${WHOLE.replace(/<\?.*\?>/, "")}</md:EntitiesDescriptor>`), "many providers"],
    ["more than 2 MB", giving(`${WHOLE}<!--${"x".repeat(2_200_000)}-->`), "larger than 2 MB"],
    ["a certificate that is none", giving(WHOLE.replace(/<ds:X509Certificate>[\s\S]*?<\//, "<ds:X509Certificate>AAAA</")), "no certificate"],
    ["a circle", ((request, response) => void response.writeHead(302, { location: request.url, connection: "close" }).end()) satisfies RequestListener, "in a circle"],
    ["silence", () => {}, "no answer"],
    ["a drip", (_, response) => void setInterval(() => response.destroyed || response.write("<"), 50).unref(), "no answer"],
    ["entities that grow", giving(`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${"&a;".repeat(500)}">]><md:EntityDescriptor xmlns:md="x">&b;</md:EntityDescriptor>`), "document type"],
  ])("says what it is instead: %s", async (_name, answer, words) => {
    const seen = await probe(answer)
    expect(seen).toMatchObject({ mark: "fail", words: expect.stringContaining(words), expires: null })
  })

  it("expands no entity, and reads nothing of a document that declares any", () => {
    const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>${WHOLE.replace(/<\?.*\?>/, "")}`
    expect(readSamlMetadata(laughs)).toEqual({ ok: false, problem: expect.stringContaining("document type") })
    expect(readSamlMetadata(`${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`).ok).toBe(false)
  })

  it("asks no machine inside the network", async () => {
    let asked = 0
    expect(await probe((_, response) => (asked++, void response.end(WHOLE)), { trusted: false })).toMatchObject({ mark: null })
    expect(await probeMetadata("https://127.0.0.1:1/", () => false, NOW)).toMatchObject({ mark: null, words: expect.stringContaining("private network") })
    expect(asked).toBe(0)
  })
})
