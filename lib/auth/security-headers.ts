interface PageFacts {
  nonce: string
  /** Where people reach this Lantern. */
  publicUrl: string
  /** React's development build evaluates text for its error stacks. */
  development: boolean
}

/** Scripts only with this answer's nonce; `unsafe-inline` for styles, which React Aria sets on elements. */
export function contentSecurityPolicy({ nonce, publicUrl, development }: PageFacts): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(publicUrl.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ")
}

/**
 * What every answer carries. `same-origin` and not `no-referrer`: with the latter Chromium sends
 * `Origin: null` on plain form posts, and pick-up without JavaScript would be refused. `subdomains`: the operator says that
 * whatever is below Lantern's own name has https too.
 */
export function securityHeaders(publicUrl: string, subdomains = false): Record<string, string> {
  return {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    ...(publicUrl.startsWith("https:") ? { "Strict-Transport-Security": `max-age=31536000${subdomains ? "; includeSubDomains" : ""}` } : {}),
  }
}
