const TROUBLE =
  /\b(?:errors?|unavailable|not available|maintenance|out of (?:service|order)|outage|(?:is|are) down|temporarily|try again later|went wrong|stale request|not found|forbidden|bad gateway|timed? ?out)\b/i
const MOST = 80

/**
 * What a page that answers says of itself in its title or its first heading, where that reads like trouble; else null.
 * Words can mislead: a page that asks for a password is never doubted, and nothing is sure from this alone.
 */
export function troubleIn(html: string): string | null {
  if (/<input[^>]{0,300}type\s{0,5}=\s{0,5}["']?password/i.test(html)) return null
  const found = [titleOf(html), headingOf(html)].filter((words) => words !== null)
  return found.find((words) => TROUBLE.test(words)) ?? null
}

export function titleOf(html: string): string | null {
  return plain(/<title[^>]{0,200}>([^<]{0,500})/i.exec(html)?.[1])
}

function headingOf(html: string): string | null {
  return plain(/<h1[^>]{0,300}>([\s\S]{0,500}?)<\/h1/i.exec(html)?.[1]?.replace(/<[^>]{0,300}>/g, " "))
}

/** On one line, short, and without what a database or a terminal wouldn't take. */
function plain(text: string | undefined): string | null {
  const words = (text ?? "")
    .replace(/&nbsp;/gi, " ").replace(/&quot;/gi, '"').replace(/&#0?39;|&apos;/gi, "'").replace(/&amp;/gi, "&")
    .toWellFormed().replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim()
  if (words === "") return null
  return words.length > MOST ? `${words.slice(0, MOST).toWellFormed()}…` : words
}
