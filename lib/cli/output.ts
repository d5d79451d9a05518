import { withoutTurning } from "@/lib/domain/shown-text"

/** Where a command's answer and its messages go: with `--json` one document on stdout, all else on stderr. */
export interface Output {
  json: boolean
  /** The command's answer: the document with `--json`, else the text. Called once. */
  answer(document: unknown, text: string): void
  /** What a person may want to know while it runs. */
  message(text: string): void
}

export function createOutput(json: boolean): Output {
  return {
    json,
    answer(document, text) {
      // In a document control characters are escaped anyway.
      process.stdout.write(json ? `${JSON.stringify(document)}\n` : withNewline(printable(text)))
    },
    message(text) {
      process.stderr.write(withNewline(printable(text)))
    },
  }
}

/** Names and messages come from elsewhere and must not steer the terminal; the line ends of a CSV steer nothing. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex
  return withoutTurning(text).replace(/\r(?!\n)|[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, "?")
}

function withNewline(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`
}
