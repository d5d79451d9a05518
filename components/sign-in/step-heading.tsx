import { Check } from "lucide-react"

/** `state` is the word for what is done already; null while it isn't. */
export function StepHeading({ title, state }: { title: string; state: string | null }) {
  return (
    <h2 className="flex items-baseline justify-between gap-4 text-h2 font-semibold">
      {title}
      {state ? (
        <span className="inline-flex items-center gap-1.5 text-small font-medium text-ink">
          <Check aria-hidden="true" className="size-4 self-center text-done-ink" />
          {state}
        </span>
      ) : null}
    </h2>
  )
}
