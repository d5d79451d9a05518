import { ArrowRight } from "lucide-react"
import { LanternMark } from "@/components/mark/lantern-mark"
import { LinkButton } from "@/components/shell/link-button"
import type { HomeView } from "@/lib/domain/views"

/** The one filled button: into the outage if there is one, else declare one; a drill stands in nobody's way. */
export function HomeAction({ home }: { home: HomeView }) {
  if (home.openOutage && !(home.openOutage.drill && home.canDeclare)) {
    return (
      <LinkButton href={`/outages/${home.openOutage.id}`} className="h-16! w-full text-lead!">
        Go to the {home.openOutage.drill ? "drill" : "outage"} <ArrowRight aria-hidden="true" />
      </LinkButton>
    )
  }
  if (!home.canDeclare) return null
  return (
    <LinkButton href="/outages/new" className="h-16! w-full gap-4! text-lead!">
      <span className="contents" data-lit="always"><LanternMark lit="always" className="h-7! w-auto!" /></span>
      Declare an outage
    </LinkButton>
  )
}

/** The same button within reach of a thumb. */
export function HomeBottomBar({ home }: { home: HomeView }) {
  if (!home.openOutage && !home.canDeclare) return null
  return <div className="bottom-bar no-print lg:hidden"><HomeAction home={home} /></div>
}
