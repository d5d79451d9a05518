const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Making one takes longer than a hundred uses of it, and a table tells the time in every row. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** `en-GB` for its 24 hours and its words. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone, weekday: "long", day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  })
  formats.set(timeZone, format)
  return format
}

/** Parts of an instant on the wall clock of a time zone. */
function parts(iso: string, timeZone: string): Record<string, string> {
  const format = formatOf(timeZone)
  return Object.fromEntries(format.formatToParts(new Date(iso)).map((part) => [part.type, part.value]))
}

/** "07:12" */
export function clock(iso: string, timeZone: string): string {
  const p = parts(iso, timeZone)
  return `${p.hour}:${p.minute}`
}

/** "07:12:40" */
export function clockWithSeconds(iso: string, timeZone: string): string {
  return `${clock(iso, timeZone)}:${parts(iso, timeZone).second}`
}

/** "Tuesday 17 November" */
export function longDay(iso: string, timeZone: string): string {
  const p = parts(iso, timeZone)
  return `${p.weekday} ${p.day} ${p.month}`
}

/** "Tuesday 17 November 2026": for paper, which may lie for years. */
export function paperDay(iso: string, timeZone: string): string {
  return `${longDay(iso, timeZone)} ${parts(iso, timeZone).year}`
}

/** "17 Nov", with the year when it isn't this one. */
export function shortDay(iso: string, timeZone: string, now: string): string {
  const p = parts(iso, timeZone)
  const day = `${p.day} ${p.month?.slice(0, 3)}`
  return p.year === parts(now, timeZone).year ? day : `${day} ${p.year}`
}

/** "07:12" today, "17 Nov, 07:12" on another day: never a time that could be of yesterday. */
export function moment(iso: string, timeZone: string, now: string): string {
  const day = shortDay(iso, timeZone, now)
  return day === shortDay(now, timeZone, now) ? clock(iso, timeZone) : `${day}, ${clock(iso, timeZone)}`
}

/** "40 s", "12 min", "1 h 12 min", "2 d 3 h": a length of time for people. Negative counts as none. */
export function length(ms: number): string {
  const left = Math.max(0, ms)
  if (left < MINUTE) return `${Math.floor(left / 1000)} s`
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`
  const [big, small, bigWord, smallWord] = left < DAY ? [HOUR, MINUTE, "h", "min"] as const : [DAY, HOUR, "d", "h"] as const
  const rest = Math.floor((left % big) / small)
  return rest === 0 ? `${Math.floor(left / big)} ${bigWord}` : `${Math.floor(left / big)} ${bigWord} ${rest} ${smallWord}`
}

/** "6 min 40 s": for a countdown, where seconds matter until it is over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % 60} s`
}

/** Milliseconds from one instant to another. */
export function between(from: string, to: string): number {
  return new Date(to).getTime() - new Date(from).getTime()
}

/** A local wall-clock value for `<input type="datetime-local">`. */
export function toLocalInput(iso: string, timeZone: string): string {
  const p = new Intl.DateTimeFormat("en-CA", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date(iso)).reduce<Record<string, string>>((all, part) => ({ ...all, [part.type]: part.value }), {})
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`
}

/**
 * The instant of a wall-clock value in a time zone; null when it isn't a time. Two passes, because
 * the offset on the far side of a change of clocks is another one.
 */
export function fromLocalInput(value: string, timeZone: string): string | null {
  // Date.parse is lenient: it would read "" followed by seconds as a year.
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return null
  const asUtc = Date.parse(`${value.slice(0, 16)}:00Z`)
  if (Number.isNaN(asUtc)) return null
  let instant = asUtc
  for (let pass = 0; pass < 2; pass++) {
    const shown = Date.parse(`${toLocalInput(new Date(instant).toISOString(), timeZone)}:00Z`)
    instant += asUtc - shown
  }
  return new Date(instant).toISOString()
}
