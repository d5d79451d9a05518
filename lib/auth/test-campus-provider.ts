import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"

/** How this provider misbehaves. */
export interface ProviderOdds {
  claims?: Record<string, unknown>
  /** Other than its own, in its metadata. */
  issuer?: string
  /** Signs with a key that it doesn't publish, or not at all. */
  signature?: "other key" | "none"
  /** Gives tokens for a code more than once. */
  forgetful?: boolean
  /** Takes what it is asked and never answers. */
  silent?: boolean
}

interface Code {
  nonce: string
  challenge: string
  redirectUri: string
  subject: string
}

const CLIENT = { id: "lantern", secret: "client secret for tests" }

/** For tests: an OpenID Connect provider on this machine, which signs whoever the test says in without asking. */
export async function testCampusProvider() {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const others = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const codes = new Map<string, Code>()
  const asked: string[] = []
  const state: { odd: ProviderOdds; subject: string } = { odd: {}, subject: "staff-1" }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer)
    asked.push(url.pathname)
    if (state.odd.silent) return
    const json = (body: unknown, status = 200) => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
    if (url.pathname === "/.well-known/openid-configuration") return json(metadata())
    if (url.pathname === "/jwks") return json({ keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }] })
    if (url.pathname === "/authorize") return void response.writeHead(302, { location: back(url) }).end()
    if (url.pathname !== "/token") return json({ error: "not_found" }, 404)
    const form = new URLSearchParams(await textOf(request))
    const code = codes.get(form.get("code") ?? "")
    const basic = `Basic ${Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret).replaceAll("%20", "+")}`).toString("base64")}`
    const verified = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url") === code?.challenge
    if (!code || !verified || form.get("redirect_uri") !== code.redirectUri || request.headers.authorization !== basic) return json({ error: "invalid_grant" }, 400)
    if (!state.odd.forgetful) codes.delete(form.get("code")!)
    json({ access_token: "access", token_type: "Bearer", id_token: idToken(code) })
  }

  function metadata() {
    const at = (path: string) => `${issuer}${path}`
    return { issuer: state.odd.issuer ?? issuer, authorization_endpoint: at("/authorize"), token_endpoint: at("/token"), jwks_uri: at("/jwks"), response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256"] }
  }

  /** What its log-in page does once somebody has signed in there: where the browser is sent back to. */
  function back(authorization: URL): string {
    const ask = (name: string) => authorization.searchParams.get(name) ?? ""
    const code = randomBytes(16).toString("hex")
    codes.set(code, { nonce: ask("nonce"), challenge: ask("code_challenge"), redirectUri: ask("redirect_uri"), subject: state.subject })
    return `${ask("redirect_uri")}?${new URLSearchParams({ code, state: ask("state") }).toString()}`
  }

  function idToken({ nonce, subject }: Code): string {
    const { signature, claims } = state.odd
    const now = Math.floor(Date.now() / 1000)
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
    const head = part(signature === "none" ? { alg: "none" } : { alg: "RS256", kid: "1" })
    const text = `${head}.${part({ iss: issuer, aud: CLIENT.id, sub: subject, nonce, iat: now, exp: now + 300, ...claims })}`
    if (signature === "none") return `${text}.`
    return `${text}.${createSign("RSA-SHA256").update(text).sign((signature === "other key" ? others : keys).privateKey).toString("base64url")}`
  }

  return {
    issuer,
    client: CLIENT,
    state,
    /** The paths that it was asked for. */
    asked,
    back,
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ""
  for await (const chunk of request) text += String(chunk)
  return text
}
