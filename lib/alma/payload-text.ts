import { XMLParser, XMLValidator } from "fast-xml-parser"
import type { JobParameter } from "@/lib/alma/job-payload"
import { codeOf, isRecord } from "@/lib/alma/json-shape"
import { decodeXmlText } from "@/lib/alma/parse-answer"

export interface PastedPayload {
  /** Every different job id named in the text. */
  jobIds: string[]
  /** Every parameter list found, as XML or as JSON. */
  lists: JobParameter[][]
  /** Something that begins like a payload doesn't end like one. */
  isCut: boolean
}

/** Finds job lines and payloads in whatever text a person copied around them. Linear in the text's length. */
export function readPaste(pasted: string): PastedPayload {
  const text = pasted.replace(/\r\n?/g, "\n").replace(/[\u200B-\u200D\u2060\uFEFF]/g, "")
  const found: PastedPayload = { jobIds: jobIdsIn(text), lists: [], isCut: false }
  readXml(text, found)
  readJsonTolerant(text, found)
  return found
}

function jobIdsIn(text: string): string[] {
  const matches = text.matchAll(/\/conf\/jobs\/([a-z]\d{1,20})(?![\w/])/gi)
  return [...new Set([...matches].map((match) => (match[1] ?? "").toUpperCase()))]
}

function readXml(text: string, found: PastedPayload): void {
  const start = /<job(?:\s[^<>]{0,500})?>/gi
  let hasJob = false
  for (let opening = start.exec(text); opening; opening = start.exec(text)) {
    hasJob = true
    const from = opening.index + opening[0].length
    const to = text.indexOf("</job>", from)
    const list = to < 0 ? null : xmlList(text.slice(from, to))
    if (!list) {
      found.isCut = true
      return
    }
    found.lists.push(list)
    start.lastIndex = to
  }
  if (!hasJob && /<\/?parameters?>|<\/job>/i.test(text)) found.isCut = true
}

/** The inside of one `<job>` element; null when it isn't whole. */
function xmlList(inside: string): JobParameter[] | null {
  if (/<!doctype|<!entity/i.test(inside)) return null
  const xml = `<job>${inside}</job>`
  try {
    if (XMLValidator.validate(xml) !== true) return null
    const parser = new XMLParser({
      ignoreAttributes: true,
      parseTagValue: false,
      processEntities: false,
      trimValues: false,
      isArray: (name) => name === "parameter" || name === "parameters",
    })
    const root: unknown = parser.parse(xml)
    const groups = isRecord(root) && isRecord(root.job) ? root.job.parameters : null
    if (!Array.isArray(groups)) return null
    return listFrom(groups.flatMap((group) => (isRecord(group) ? group.parameter : [])), decodeXmlText)
  } catch {
    return null
  }
}

/** Word processors and chat programs turn straight quotes into smart ones; straight ones are tried first. */
function readJsonTolerant(text: string, found: PastedPayload): void {
  const asTyped = jsonLists(text)
  const straight = text.replace(/[“”„‟]/g, '"').replace(/\u00A0/g, " ")
  const isWhole = asTyped.lists.length > 0 && !asTyped.isCut
  const best = isWhole || straight === text ? asTyped : jsonLists(straight)
  found.lists.push(...best.lists)
  found.isCut ||= best.isCut
}

function jsonLists(text: string): { lists: JobParameter[][]; isCut: boolean } {
  const lists: JobParameter[][] = []
  const key = /"parameter"\s{0,100}:\s{0,100}(?=[[{])/g
  for (let match = key.exec(text); match; match = key.exec(text)) {
    const from = match.index + match[0].length
    const to = endOfJson(text, from)
    const list = to === null ? null : jsonList(text.slice(from, to))
    if (!list || to === null) return { lists, isCut: true }
    lists.push(list)
    key.lastIndex = to
  }
  return { lists, isCut: false }
}

/** Where the bracket at `from` is closed, or null when the text ends first. */
function endOfJson(text: string, from: number): number | null {
  let depth = 0
  let inString = false
  for (let at = from; at < text.length; at += 1) {
    const char = text[at]
    if (inString) {
      if (char === "\\") at += 1
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === "[" || char === "{") depth += 1
    else if (char === "]" || char === "}") {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return null
}

function jsonList(json: string): JobParameter[] | null {
  try {
    const value: unknown = JSON.parse(json)
    return listFrom(Array.isArray(value) ? value : [value], (text) => text)
  } catch {
    return null
  }
}

function listFrom(entries: readonly unknown[], decode: (text: string) => string): JobParameter[] | null {
  const list: JobParameter[] = []
  for (const entry of entries) {
    if (!isRecord(entry)) return null
    const name = codeOf(entry.name)
    if (!name?.trim()) return null
    list.push({ name: decode(name).trim(), value: decode(codeOf(entry.value) ?? "") })
  }
  return list.length === 0 ? null : list
}
