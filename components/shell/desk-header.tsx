import Link from "next/link"
import { LanternMark } from "@/components/mark/lantern-mark"
import type { InstitutionView, ViewerView } from "@/lib/domain/views"
import { InstitutionMenu } from "./institution-menu"
import { PageInstitution } from "./page-institution"
import { PersonMenu } from "./person-menu"
import { type Place, PLACES } from "./places"

const ENVIRONMENT_WORDS: Record<InstitutionView["environment"], string> = {
  production: "production Alma",
  sandbox: "sandbox Alma",
  practice: "practice Alma",
  unknown: "Alma",
}

/** The name of the thing, whose Alma it is, where one can go, and who is signed in. */
export function DeskHeader({ viewer, institution, place }: {
  viewer: ViewerView
  institution: InstitutionView
  place: Place | null
}) {
  const alma = ENVIRONMENT_WORDS[institution.environment]
  const several = viewer.institutions.length > 1
  return (
    <header className="no-print border-b border-line">
      <div className="container-page flex h-15 items-center gap-4 lg:gap-6">
        <Link href="/" className="flex shrink-0 items-center gap-3 text-h3 font-semibold tracking-tight">
          <LanternMark className="h-7 w-auto" />
          Lantern
        </Link>
        <p className="flex min-w-0 items-center gap-4 text-small before:h-5 before:w-px before:shrink-0 before:bg-line lg:gap-4">
          {several ? <><InstitutionMenu institutions={viewer.institutions} current={institution} /><span className="shrink-0 text-muted max-lg:hidden">{alma}</span></> : (
            <span className="truncate text-ink-2">
              {institution.name}
              <span className="max-sm:hidden"><span aria-hidden="true"> · </span><span className="text-muted">{alma}</span></span>
            </span>
          )}
        </p>
        <PageInstitution id={institution.id} />
        <nav aria-label="Main" className="ms-auto hidden h-full items-stretch gap-7 text-small md:flex">
          {PLACES.map((one) => (
            <Link key={one.id} href={one.href} aria-current={one.id === place ? "page" : undefined} className="place">{one.name}</Link>
          ))}
        </nav>
        <PersonMenu name={viewer.name} email={viewer.email} environment={alma} />
      </div>
    </header>
  )
}
