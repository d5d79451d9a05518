/**
 * A lantern whose flame is a keyhole. It is lit only while an account is Internal because
 * of Lantern: either told so, or by standing inside a `.night` head.
 */
export function LanternMark({ lit = "by-head", className }: { lit?: "by-head" | "always"; className?: string }) {
  return (
    <svg viewBox="0 0 24 32" aria-hidden="true" className={className} data-lit={lit}>
      <path d="M7.4 8.5V6.2a4.6 4.6 0 0 1 9.2 0v2.3" fill="none" stroke="currentColor" strokeWidth="2" />
      <rect x="2.6" y="7.9" width="18.8" height="3.4" rx="1" fill="currentColor" />
      <rect x="2.6" y="27" width="18.8" height="3.4" rx="1" fill="currentColor" />
      <path d="M5.3 11v16.4M18.7 11v16.4" stroke="currentColor" strokeWidth="2" />
      <path className="mark-keyhole" d={KEYHOLE} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}

const KEYHOLE = "M12 14a3.35 3.35 0 0 0-1.9 6.1L9.2 24.8h5.6l-.9-4.7A3.35 3.35 0 0 0 12 14Z"
