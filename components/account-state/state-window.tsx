import { READS_NEEDED } from "@/lib/domain/closing"
import { type IconName, ReadTally, StateIcon } from "./state-icon"
import { STATE_WORDS, type ShownState } from "./state-words"

const WINDOW_CLASS: Record<IconName, string> = {
  waiting: "window--waiting",
  switching: "window--switching",
  internal: "window--internal",
  collected: "window--collected",
  returning: "window--returning",
  external_watching: "window--watching",
  proved: "window--proved",
  returned: "window--returned",
  left_alone: "window--left-alone",
  accepted: "window--accepted",
  needs_person: "window--needs-person",
  needs_help: "window--needs-help",
  ready: "window--ready",
  see_to: "window--see-to",
  not_ready: "window--not-ready",
  goes: "window--ink",
  refused: "window--refused",
}

type WindowSize = "row" | "board" | "large"
const SIZE_CLASS: Record<WindowSize, string> = { row: "", board: "window--board", large: "window--large" }

/**
 * One window. It is decoration: a word always stands beside it or on its group. On the board
 * a watched account shows the tally of its reads.
 */
export function StateWindow({ name, size = "row", reads, style }: {
  name: IconName
  size?: WindowSize
  reads?: number
  style?: { flexGrow: number }
}) {
  return (
    <span className={`window ${WINDOW_CLASS[name]} ${SIZE_CLASS[size]}`} aria-hidden="true" style={style}>
      {reads === undefined ? <StateIcon name={name} /> : <ReadTally reads={reads} of={READS_NEEDED} />}
    </span>
  )
}

/** A state with its word: what a table row shows. */
export function StateWithWord({ state }: { state: ShownState }) {
  return (
    <span className="inline-flex items-center gap-2.5 font-medium">
      <StateWindow name={state} />
      {STATE_WORDS[state]}
    </span>
  )
}
