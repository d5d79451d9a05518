import { Button } from "@heroui/react/button"
import { moment } from "@/components/time/format-time"
import type { OutageSignOnView } from "@/lib/domain/outage-sign-on"

interface Said {
  signOn: OutageSignOnView
  timeZone: string
  now: string
}

/** What was last seen of campus sign-on. When it is back it offers to try it and to end: a person does both. */
export function SignOnLine({ ssoUrl, onEnd, ...said }: Said & { ssoUrl: string | null; /** Null for who may not end it. */ onEnd: (() => void) | null }) {
  const back = said.signOn.meaning === "back"
  return (
    <div className="mt-4 max-w-2xl text-ink-2">
      <p><SignOnWords {...said} /></p>
      <p role="status">
        {back ? <>
          A look from here is no proof that staff can sign in. Try it yourself first:{" "}
          {ssoUrl ? <><a href={ssoUrl} target="_blank" rel="noreferrer" className="link-quiet">open the campus login in a new tab</a>.</> : "use the campus login."}
          {onEnd ? <>{" "}If it works, <Button variant="ghost" className="button--plain inline align-baseline" onPress={onEnd}>end the outage…</Button></> : null}
        </> : null}
      </p>
    </div>
  )
}

export function SignOnWords({ signOn: { look, since, at, meaning }, timeZone, now }: Said) {
  const from = moment(since, timeZone, now)
  const looked = moment(at, timeZone, now)
  if (meaning === "stale") return <>Campus sign-on was last looked at {looked}. What it does now isn&apos;t known here.</>
  if (meaning === "all_along") return <>Campus sign-on&apos;s page has answered since before this outage was declared (looked at {looked}): what is wrong may lie behind it.</>
  // It may have gone down before: Lantern knows no more than its own looks.
  if (look === "down" && since === at) return <>Campus sign-on was down when Lantern looked, {looked}.</>
  if (look === "down") return <>Campus sign-on was down at every look since {from} (the last {looked}).</>
  if (look === "doubtful") return <>Campus sign-on has answered since {from}, with a doubt (looked at {looked}).</>
  if (meaning === "back") return <><b className="font-semibold text-ink">Campus sign-on has answered since {from}</b> (looked at {looked}).</>
  return <>Campus sign-on answered at {looked}. The next look, in a few minutes, says more.</>
}
