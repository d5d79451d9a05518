import type { AuthenticationExtensionsClientOutputs } from "@simplewebauthn/server"
import { z } from "zod"

const bytes = (most: number) => z.string().max(most).regex(/^[\w-]*={0,2}$/)
const credential = {
  id: bytes(2000),
  rawId: bytes(2000),
  type: z.literal("public-key"),
  // None is asked for: what is said of them is left out.
  clientExtensionResults: z.custom<AuthenticationExtensionsClientOutputs>((value) => typeof value === "object" && value !== null).transform(() => ({})),
}
const CLIENT_DATA = 10_000

/** What a browser answers when a passkey is made (WebAuthn level 3, RegistrationResponseJSON), as far as it is used. */
export const registrationInput = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(CLIENT_DATA),
    attestationObject: bytes(100_000),
    transports: z.array(z.string().max(30)).max(10).optional(),
  }),
})

/** What it answers when one is used (AuthenticationResponseJSON). */
export const authenticationInput = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(CLIENT_DATA),
    authenticatorData: bytes(10_000),
    signature: bytes(10_000),
    userHandle: bytes(1000).optional(),
  }),
})
