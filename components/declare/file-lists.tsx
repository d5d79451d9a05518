"use client"

import { Button } from "@heroui/react/button"
import { X } from "lucide-react"
import { useState } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { decodeText } from "@/lib/domain/decode-text"

const MOST_BYTES = 2_000_000

export interface FileList { name: string; text: string }

/** CSV files as they are; which column holds the ids is found out when they are read. */
export function FileLists({ files, onChange, note = "It is kept with this declaration until you declare or start over." }: {
  files: FileList[]
  onChange: (files: FileList[]) => void
  /** What becomes of a file that is taken. */
  note?: string
}) {
  const [error, setError] = useState<string | null>(null)

  async function take(chosen: File[]) {
    const tooBig = chosen.find((file) => file.size > MOST_BYTES)
    if (tooBig) return setError(`${tooBig.name} is larger than 2 MB. It was not taken. A list of Primary IDs is much smaller.`)
    const read = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: decodeText(new Uint8Array(await file.arrayBuffer())) })))
    const unread = read.find((file) => file.text === null)
    setError(unread ? `${unread.name} is not text in UTF-8. It was not taken. Save it as CSV (UTF-8), and take that.` : null)
    const taken = read.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }]))
    onChange([...files.filter((old) => !taken.some((one) => one.name === old.name)), ...taken])
  }

  return (
    <div>
      <label htmlFor="list-file" className="label block">Take a CSV file</label>
      <input
        id="list-file" type="file" multiple accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"
        className="mt-1.5 w-full text-row text-ink-2 file:me-3 file:h-10 file:cursor-pointer file:rounded-[6px] file:border file:border-solid file:border-control file:bg-transparent file:px-4 file:text-small file:font-medium file:text-ink"
        onChange={(event) => { void take([...(event.target.files ?? [])]); event.target.value = "" }}
      />
      <p className="description mt-1.5">{note}</p>
      <ErrorNote error={error} />
      {files.length > 0 ? (
        <ul className="rule-list mt-3">
          {files.map((file) => (
            <li key={file.name} className="flex min-h-11 items-center gap-3 py-1 text-row">
              <span className="min-w-0 flex-1 wrap-anywhere"><b className="font-medium">{file.name}</b> <span className="text-ink-2">{lineCount(file.text)} lines</span></span>
              <Button isIconOnly size="sm" variant="ghost" aria-label={`Take ${file.name} off the list`} onPress={() => onChange(files.filter((one) => one.name !== file.name))}><X aria-hidden="true" /></Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function lineCount(text: string): number {
  return text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "").length
}
