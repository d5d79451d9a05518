import type { InstitutionView } from "@/lib/domain/views"

/** At the start: where to come for a code. At the end: that campus login works again. */
export type NoticeKind = "start" | "end"

export interface NoticeWords {
  title: string
  lead: string
  steps: NoticeStep[]
  /** What must not be got wrong, below the steps. */
  warning: string
}

/** `value` is an address or a place: typed or gone to, so it stands large. Null where somebody writes it in by hand. */
export interface NoticeStep {
  label: string
  value?: string | null
  text?: string
}

type Place = Pick<InstitutionView, "ssoUrl" | "loginUrl">

/**
 * What staff are told, for paper and for a message: one source for both. `place` is where people come or whom they ask.
 * Of a drill nobody may read that campus login is down.
 */
export function noticeWords(kind: NoticeKind, institution: Place, place: string, drill = false): NoticeWords {
  const words = wordsOf(kind, institution, place.trim() || null)
  return drill ? { ...words, ...DRILL_WORDS[kind] } : words
}

const DRILL_WORDS: Record<NoticeKind, Pick<NoticeWords, "title" | "lead">> = {
  start: {
    title: "Drill: as if campus login were down.",
    lead: "Only for those who take part. Campus login works for everybody else.",
  },
  end: {
    title: "The drill is over.",
    lead: "For those who took part: your account in Alma is back to campus login.",
  },
}

function wordsOf(kind: NoticeKind, institution: Place, where: string | null): NoticeWords {
  if (kind === "start") {
    return {
      title: "Campus login is down. You can still get into Alma.",
      lead: "The library has opened another way in for staff.",
      steps: [
        { label: "Come to", value: where },
        { label: "Bring", value: "Your Primary ID", text: "The name you log in to campus with. If asked, also your staff card." },
        { label: "You get", value: "A pick-up code", text: "With it you see a temporary password for Alma, once, on your own screen." },
      ],
      warning: "Codes are handed over in person. Nobody asks for your password, by phone or by mail.",
    }
  }
  return {
    title: "Campus login works again.",
    lead: "Your account in Alma is back to campus login.",
    steps: [
      { label: "Open", value: institution.ssoUrl ?? "Alma, the way you always did" },
      { label: "Use", value: "Your campus password", text: "Not the temporary one, and not the one you chose in its place: those no longer work." },
      { label: "No luck?", value: where, text: "Close the browser and try once more. Then ask." },
    ],
    warning: "Do you still have a slip or a note with the temporary password? Shred it.",
  }
}

/** The same as plain text for a message, lines and no markup. */
export function noticeText(words: NoticeWords): string {
  const lines = words.steps.filter((step) => step.value !== null).map(({ label, value, text }) => `${label}: ${value}${text ? `. ${text}` : ""}`)
  return [`${words.title} ${words.lead}`, ...lines, words.warning].join("\n")
}
