import type { Headline } from "./outage-words"

/** Characters that stand in one line beside the actions of a wide page. */
const ONE_LINE = 22

/** The sentence of the page. The number is lit while it is owed. */
export function HeadlineText({ headline, narrow = false }: {
  headline: Headline
  /** Beside a wide action. */
  narrow?: boolean
}) {
  const long = `${headline.number} ${headline.rest}`.length > ONE_LINE
  return (
    <h1 className={`headline ${narrow ? "headline--narrow" : long ? "headline--long" : ""}`}>
      <span className={headline.number > 0 ? "text-lamp" : ""}>{headline.number}</span> {headline.rest}
    </h1>
  )
}
