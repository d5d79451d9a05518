import { randomBytes } from "node:crypto"
import { html, type Answer } from "./answer"
import type { Call, World } from "./call"
import { homePage, loginPage, newPasswordPage, notFoundPage } from "./login-html"
import { signOnDownPage, signOnUpPage } from "./login-html"
import { hashPassword, passwordAllowed, passwordMatches } from "./passwords"
import { accountTypeOf, fullNameOf, primaryIdOf } from "./record"
import { signIn, type SignIn } from "./sign-in"
import { signOnMetadata } from "./sign-on-metadata"
import type { Account } from "./store"

const COOKIE = "practice_alma"
const REFUSALS: Record<Exclude<SignIn, "ok">, string> = {
  wrong: "The user name or password is not right. Nothing was changed. Check both and try again.",
  external: "This account uses the campus login. Nothing was changed. Use the campus sign-on instead.",
  locked: "Too many wrong tries. This account can log in again in 30 minutes.",
  closed: "This account is inactive or has expired. Ask your library's user administrator.",
}
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
}

/** Where a person uses what Lantern handed over: log in, change the password, be in. */
export class LoginPages {
  private readonly sessions = new Map<string, { uid: string; mayEnter: boolean }>()

  constructor(private readonly world: World) {}

  answer(call: Call): Answer {
    const answer = this.route(call)
    return { ...answer, headers: { ...HEADERS, ...answer.headers } }
  }

  private route(call: Call): Answer {
    switch (`${call.method} ${call.path}`) {
      case "GET /":
        return goTo("/mng/login?auth=local")
      case "GET /mng/login":
        return html(loginPage())
      case "POST /mng/login":
        return this.logIn(new URLSearchParams(call.body))
      case "GET /mng/new-password":
        return this.signedIn(call) ? html(newPasswordPage()) : goTo("/mng/login?auth=local")
      case "POST /mng/new-password":
        return this.changePassword(call)
      case "GET /mng/home":
        return this.home(call)
      case "POST /mng/logout":
        this.sessions.delete(tokenOf(call))
        return goTo("/mng/login?auth=local")
      case "GET /SAML":
        return this.world.settings.ssoUp ? html(signOnUpPage()) : html(signOnDownPage(), 503)
      case "GET /idp/metadata":
        return this.world.settings.ssoUp ? this.metadata() : html(signOnDownPage(), 503)
      default:
        return html(notFoundPage(), 404)
    }
  }

  private metadata(): Answer {
    const base = this.world.base().replace(/\/almaws.*$/, "")
    return { ...html(signOnMetadata(base)), type: "application/samlmetadata+xml" }
  }

  private logIn(form: URLSearchParams): Answer {
    const userName = form.get("user")?.trim() ?? ""
    const account = this.world.store.resolve(userName)
    const outcome = account ? signIn(this.world.store, account, form.get("password") ?? "") : "wrong"
    if (!account || outcome !== "ok") {
      if (account) this.world.store.addLogin(account, false)
      return html(loginPage(REFUSALS[outcome === "ok" ? "wrong" : outcome], userName), 401)
    }
    if (!account.mustChange) this.noteLogin(account)
    const token = randomBytes(24).toString("base64url")
    this.sessions.set(token, { uid: account.uid, mayEnter: !account.mustChange })
    const cookie = `${COOKIE}=${token}; Path=/mng; HttpOnly; SameSite=Strict`
    return goTo(account.mustChange ? "/mng/new-password" : "/mng/home", { "set-cookie": cookie })
  }

  private changePassword(call: Call): Answer {
    const session = this.signedIn(call)
    if (!session) return goTo("/mng/login?auth=local")
    const form = new URLSearchParams(call.body)
    const chosen = form.get("new") ?? ""
    const { account } = session
    if (chosen !== form.get("repeat")) {
      return html(newPasswordPage("The two passwords differ. Type both again."), 400)
    }
    if (!passwordAllowed(chosen, primaryIdOf(account.user))) {
      const problem = "Use at least 8 characters, without your user name and without a common password."
      return html(newPasswordPage(problem), 400)
    }
    if (passwordMatches(account.passwordHash, chosen)) {
      return html(newPasswordPage("That is the password you were given. Choose another."), 400)
    }
    const cause = { by: "self" as const, requestId: call.requestId }
    this.world.store.setPassword(account, hashPassword(chosen), false, cause)
    session.entry.mayEnter = true
    this.noteLogin(account)
    return goTo("/mng/home")
  }

  private home(call: Call): Answer {
    const session = this.signedIn(call)
    if (!session) return goTo("/mng/login?auth=local")
    return session.entry.mayEnter ? html(homePage(fullNameOf(session.account.user))) : goTo(
      "/mng/new-password",
    )
  }

  /** The session's account, as long as it is still Internal. */
  private signedIn(call: Call) {
    const entry = this.sessions.get(tokenOf(call))
    const account = entry && this.world.store.accounts.get(entry.uid)
    if (!entry || !account || accountTypeOf(account.user) !== "INTERNAL") return null
    return { entry, account }
  }

  private noteLogin(account: Account): void {
    const { store } = this.world
    store.addLogin(account, true)
    const primaryId = primaryIdOf(account.user)
    store.history.add({ by: "self", what: "login", primaryId, from: null, to: "local", requestId: "log-in" })
  }
}

function tokenOf(call: Call): string {
  const match = new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(call.headers.cookie ?? "")
  return match?.[1] ?? ""
}

function goTo(location: string, headers: Record<string, string> = {}): Answer {
  return { ...html("", 303), headers: { location, ...headers } }
}
