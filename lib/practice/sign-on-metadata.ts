/** Made for the practice alone, valid for a hundred years from November 2026. Its private key was thrown away. */
const CERTIFICATE = [
  "MIIBljCCATugAwIBAgIUHHbMnRB2TlRuyCDAPW00NTENugIwCgYIKoZIzj0EAwIwHzEdMBsGA1UEAwwUc3NvLnByYWN0aWNl",
  "LmV4YW1wbGUwIBcNMjYxMTIyMjEwNzMzWhgPMjEyNjEwMjkyMTA3MzNaMB8xHTAbBgNVBAMMFHNzby5wcmFjdGljZS5leGFt",
  "cGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDyZ+As+jJjM1itUocpH597B0rqXwsGcNcroSB+7CrgKxXo5eGZYZO75M",
  "64Ch1bLuHA6EoZc9YYa+P91wYWZQ3KNTMFEwHQYDVR0OBBYEFISqrr/KYyFTZxUPQhux9f9CvHliMB8GA1UdIwQYMBaAFISq",
  "rr/KYyFTZxUPQhux9f9CvHliMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhANDKQBr4EOYyOjqoov2AtHyX",
  "IqVoQlLuEecrIS+6qxvgAiEAjgs0rGFsWErX2nxVfdZOKiUStxVBOfS2gapWuuW5qm0=",
].join("")

/** What a campus identity provider publishes of itself (OASIS SAML 2.0 Metadata), with one certificate. */
export function signOnMetadata(base: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${base}/idp">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>
${CERTIFICATE}
    </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${base}/SAML"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
`
}
