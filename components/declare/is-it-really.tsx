import { ExternalLink } from "lucide-react"
import { MarkIcon } from "@/components/leader/leader-line"
import type { CheckView, InstitutionView } from "@/lib/domain/views"

/** Before declaring: is it sign-on at all? Where to look for oneself, and what is not ready. */
export function IsItReally({ institution, checks }: { institution: InstitutionView; checks: CheckView[] }) {
  const owed = checks.filter((check) => check.status !== "ok")
  return (
    <section aria-labelledby="really" className="mt-8 max-w-xl border-y border-line py-4">
      <h2 id="really" className="text-h3 font-semibold">Is it really sign-on?</h2>
      <p className="mt-1 text-ink-2">
        {institution.ssoUrl ? (
          <>Try the <a href={institution.ssoUrl} target="_blank" rel="noreferrer" className="link-quiet text-ink">campus login <ExternalLink aria-hidden="true" className="inline size-3.5" /><span className="sr-only">(opens another window)</span></a> yourself. </>
        ) : <>Try the campus login yourself. </>}
        If it works for you, single accounts may have expired or been changed by a user load, and switching would not help.
      </p>
      {owed.length > 0 ? (
        <ul className="mt-3 grid gap-1.5 text-small">
          {owed.map((check) => (
            <li key={check.id} className="flex">
              <span className="mt-0.5"><MarkIcon mark={check.status} /></span>
              <span className="min-w-0"><span className="sr-only">See to it: </span>{check.message} <span className="text-ink-2">{check.fix}</span></span>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
