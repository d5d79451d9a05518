"use client"

import { useState } from "react"
import { SignOnHistory } from "@/components/sign-on/sign-on-history"
import type { SignOnHistoryView } from "@/lib/domain/sign-on"
import { StepForm, type StepProps } from "./step-form"
import { TextLine } from "./text-line"

/** What Lantern looks at to say whether sign-on is up: the campus login, and what the identity provider says of itself. */
export function SsoForm({ settings, actions, frame, signOn, now }: StepProps & { signOn: SignOnHistoryView | null; now: string }) {
  const [ssoUrl, setSsoUrl] = useState(settings.ssoUrl ?? "")
  const [ssoMetadataUrl, setMetadata] = useState(settings.ssoMetadataUrl ?? "")
  return (
    <StepForm step="sso" settings={settings} actions={actions} frame={frame} change={() => ({ ssoUrl, ssoMetadataUrl })}>
      <TextLine label="Address to look at" type="url" mono value={ssoUrl} onChange={setSsoUrl}>
        The campus login to Alma. Lantern goes where it sends a browser on to, and looks at the name, the connection, the certificate and the page there.
      </TextLine>
      <TextLine label="SAML metadata of your identity provider" type="url" mono value={ssoMetadataUrl} onChange={setMetadata}>
        With it Lantern knows when the certificate that sign-on signs with runs out. Campus IT knows the address; often it ends in /idp/shibboleth. May stay empty.
      </TextLine>
      {signOn?.last ? <SignOnHistory history={signOn} timeZone={settings.timeZone} now={now} /> : null}
    </StepForm>
  )
}
