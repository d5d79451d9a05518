import type { Headline } from "./outage-words"

/** The sentence of the page. The number is lit while it is owed. */
export function HeadlineText({ headline }: { headline: Headline }) {
  return (
    <h1 className="headline">
      <span className={headline.number > 0 ? "text-lamp" : ""}>{headline.number}</span> {headline.rest}
    </h1>
  )
}
