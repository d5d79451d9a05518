import { LanternMark } from "@/components/mark/lantern-mark"

/** What stands while a page is read: the same header and headline heights, so that nothing jumps. */
export function GhostPage() {
  return (
    <div aria-busy="true">
      <p role="status" className="sr-only">Loading</p>
      <div className="border-b border-line">
        <div className="container-page flex h-15 items-center gap-3 text-h3 font-semibold tracking-tight">
          <LanternMark className="h-7 w-auto" /> Lantern
        </div>
      </div>
      <div className="container-page pt-10" aria-hidden="true">
        <span className="ghost h-7 w-64 max-w-full" />
        <span className="ghost mt-4 h-16 w-md max-w-full md:h-24" />
        <div className="mt-12 grid gap-4">
          {[0, 1, 2, 3, 4].map((row) => <span key={row} className="ghost h-7" />)}
        </div>
      </div>
    </div>
  )
}
