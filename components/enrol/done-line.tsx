/** What is set up, in words with a tick. */
export function DoneLine({ children }: { children: string }) {
  return (
    <p role="status" className="enrol__done">
      <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round"><path d="m4 10.5 4 4 8-9" /></svg>
      {children}
    </p>
  )
}
