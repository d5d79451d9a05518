import type { Headline } from "./outage-words"

/** Characters that stand in one line beside the actions of a wide page. */
const ONE_LINE = 22

/** The sentence of the page. The number is lit while it is owed. */
export function HeadlineText({ headline }: { headline: Headline }) {
  const long = `${headline.number} ${headline.rest}`.length > ONE_LINE
  return (
    <h1 className={`headline ${long ? "headline--long" : ""}`}>
      <span className={headline.number > 0 ? "text-lamp" : ""}>{headline.number}</span> {headline.rest}
    </h1>
  )
}
