import type { OAuthConfig } from "next-auth/providers/oauth"
import type { CampusSettings } from "@/lib/env"

/** The provider's id at next-auth; stands in its redirect address, which the operator registers with the provider. */
export const CAMPUS = "campus"
/** How long one answer of the identity provider may take. */
export const PROVIDER_WITHIN_MS = 2_000

interface CampusClaims {
  iss: string
  sub: string
  nonce: string
}

/**
 * Campus sign-on by OpenID Connect (authorization code, PKCE, state and nonce). openid-client checks the signature, issuer,
 * audience, times and nonce of the ID token against the provider's metadata; that these are of the issuer that the operator named
 * is checked here, before a code or the client's secret is sent anywhere (OpenID Connect Discovery 1.0, 4.3).
 */
export function campusProvider({ issuer, clientId, clientSecret }: CampusSettings): OAuthConfig<CampusClaims> {
  return {
    id: CAMPUS,
    name: "Campus sign-on",
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    issuer,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid" } },
    client: { id_token_signed_response_alg: "RS256" },
    httpOptions: { timeout: PROVIDER_WITHIN_MS },
    token: {
      async request({ provider, params, checks, client }) {
        if (client.issuer.metadata.issuer !== issuer) throw new Error("The metadata are of another issuer.")
        return { tokens: await client.callback(provider.callbackUrl, params, checks) }
      },
    },
    // Nothing of a person but who they are at the provider: no e-mail, no name.
    profile: (claims) => ({ id: claims.sub }),
  }
}
