import { escapeXml } from "./answer"

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0; display: grid; place-items: start center; padding: 8vh 20px;
  background: Canvas; color: CanvasText }
main { width: 100%; max-width: 26rem }
h1 { font-size: 1.75rem; line-height: 1.15; margin: 0 0 .5rem }
label { display: block; margin: 1rem 0 .25rem; font-weight: 600 }
input { box-sizing: border-box; width: 100%; min-height: 48px; padding: 0 12px; font: inherit;
  border: 1px solid GrayText; border-radius: 6px }
button { margin-top: 1.5rem; width: 100%; min-height: 48px; font: inherit; font-weight: 600;
  border-radius: 6px }
:focus-visible { outline: 2px solid Highlight; outline-offset: 2px }
[role=alert] { border-left: 4px solid CanvasText; padding: .5rem 0 .5rem 1rem; margin: 1rem 0 }
.small { font-size: .875rem }
`

function page(title: string, inner: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)} - practice Alma</title><style>${STYLE}</style></head>
<body><main><p class="small">This is the practice Alma. The people in it are invented.</p>
<h1>${escapeXml(title)}</h1>
${inner}
</main></body></html>`
}

function alert(problem: string | null): string {
  return problem ? `<p role="alert">${escapeXml(problem)}</p>` : ""
}

export function loginPage(problem: string | null = null, userName = ""): string {
  return page(
    "Log in to Alma",
    `${alert(problem)}<form method="post" action="/mng/login">
<label for="user">User name</label>
<input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required
 value="${escapeXml(userName)}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Log in</button></form>`,
  )
}

export function newPasswordPage(problem: string | null = null): string {
  return page(
    "Choose a new password",
    `<p>Your password was set by someone else, so Alma asks you to choose your own: at least 8 characters,
without your user name.</p>${alert(problem)}<form method="post" action="/mng/new-password">
<label for="new">New password</label>
<input id="new" name="new" type="password" autocomplete="new-password" required>
<label for="repeat">Repeat new password</label>
<input id="repeat" name="repeat" type="password" autocomplete="new-password" required>
<button type="submit">Save and go on</button></form>`,
  )
}

export function homePage(name: string): string {
  return page(
    "You are in Alma",
    `<p>Logged in as ${escapeXml(name)}. In the real Alma, your usual screen would stand here.</p>
<form method="post" action="/mng/logout"><button type="submit">Log out</button></form>`,
  )
}

export function signOnDownPage(): string {
  return page(
    "Campus sign-on is down",
    `<p>The campus sign-on service does not answer. Nothing about your account has changed. If your library
has given you a pick-up code, use it and then log in with
<a href="/mng/login?auth=local">user name and password</a>.</p>`,
  )
}

export function signOnUpPage(): string {
  const text = "Campus sign-on answers. In the real Alma, your campus login would stand here."
  return page("Campus sign-on", `<p>${text}</p>`)
}

export function notFoundPage(): string {
  const link = '<a href="/mng/login?auth=local">Log in to Alma</a>'
  return page("Page not found", `<p>There is no such page here. ${link}</p>`)
}
