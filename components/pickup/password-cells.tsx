import { sayAloud, spokenWords } from "@/lib/domain/temporary-password"

const GROUP = 4

/**
 * The password in large cells of four, each character with its spoken word. The element named
 * "Temporary password" holds the characters and nothing else, so that marking and copying it
 * gives the password itself; the words under the cells are drawn from attributes. The same words stand
 * below as text, for reading aloud, and can be hidden from those who look over a shoulder.
 */
export function PasswordCells({ password }: { password: string }) {
  const words = spokenWords(password)
  const characters = [...password]
  const groups = Array.from({ length: Math.ceil(characters.length / GROUP) }, (_, at) => at * GROUP)
  return (
    <>
      <div role="group" aria-label="Temporary password" className="cells" translate="no">
        {groups.map((start) => (
          <span key={start} className="cells__group">
            {characters.slice(start, start + GROUP).map((character, at) => (
              <span key={start + at} className={/\d/.test(character) ? "cell cell--digit" : "cell"} data-word={words[start + at]}>{character}</span>
            ))}
          </span>
        ))}
      </div>
      <details open className="pickup__aloud">
        <summary>To read aloud</summary>
        <p>{sayAloud(password)}</p>
      </details>
    </>
  )
}
