"use client"

import { ExternalLink } from "lucide-react"
import { useState } from "react"
import { Button } from "@heroui/react/button"
import { offeredFrom } from "@/lib/domain/connect-steps"
import { StepForm, type StepProps } from "./step-form"
import { TextLine } from "./text-line"

/** Where staff log in while they are Internal, and where by campus sign-on. Both are opened and looked at. */
export function LoginForm({ settings, actions, frame }: StepProps) {
  const [loginUrl, setLoginUrl] = useState(settings.loginUrl)
  const offered = offeredFrom(settings.code)
  const [ssoUrl, setSsoUrl] = useState(settings.ssoUrl ?? offered?.ssoUrl ?? "")
  const differs = offered !== null && (loginUrl !== offered.loginUrl || ssoUrl !== offered.ssoUrl)
  return (
    <StepForm step="login" settings={settings} actions={actions} frame={frame} change={() => ({ loginUrl, ssoUrl })}>
      <div>
        <TextLine label="Login page for Internal users" type="url" mono value={loginUrl} onChange={setLoginUrl}>The link that staff get with their temporary password.</TextLine>
        <OpenIt address={loginUrl} what="the login page for Internal users" />
      </div>
      <div>
        <TextLine label="Campus login to Alma" type="url" mono value={ssoUrl} onChange={setSsoUrl}>
          Where staff go on every other day. Lantern opens it every five minutes, to say when sign-on went down and when it is back.
        </TextLine>
        <OpenIt address={ssoUrl} what="the campus login" />
      </div>
      {differs && offered && !settings.practice ? (
        <p className="text-small text-ink-2">
          The pages of {settings.code} in I-Share are at <span className="value">i-share-{settings.code.toLowerCase()}.alma.exlibrisgroup.com</span>.{" "}
          <Button variant="ghost" className="button--plain" onPress={() => { setLoginUrl(offered.loginUrl); setSsoUrl(offered.ssoUrl) }}>Use these</Button>
        </p>
      ) : null}
    </StepForm>
  )
}

/** Only what is a web address is made a link of. */
function OpenIt({ address, what }: { address: string; what: string }) {
  if (!/^https?:\/\/[^\s/]/i.test(address.trim())) return null
  return (
    <p className="mt-1.5 text-small">
      <a href={address.trim()} target="_blank" rel="noreferrer" className="link-quiet">Open {what} <ExternalLink aria-hidden="true" className="inline size-3.5" /><span className="sr-only">(opens another window)</span></a>
      <span className="text-ink-2">, to see that it is your library&apos;s.</span>
    </p>
  )
}
