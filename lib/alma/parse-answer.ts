import { XMLParser, XMLValidator } from "fast-xml-parser"
import { isRecord, listOf, textOf, type JsonRecord } from "@/lib/alma/json-shape"

/** What an error envelope says. An envelope without a readable error has an empty code and message. */
export interface EnvelopeError {
  code: string
  message: string
  trackingId: string | null
}

export type ParsedAnswer =
  | { shape: "empty" }
  | { shape: "json"; value: unknown }
  | { shape: "error"; error: EnvelopeError }
  | { shape: "xml" }
  | { shape: "html" }
  | { shape: "text"; text: string }

/** Error envelopes are small; anything bigger in XML isn't parsed at all. */
const MAX_XML_CHARS = 64 * 1024
const MAX_XML_DEPTH = 20

/**
 * Reads an answer by its content: Alma's gateway answers XML, plain text or HTML although JSON was asked
 * for, and its content types don't always tell. Seen error shapes: `error` as an array or an object, all of
 * it inside `web_service_result`, `errorsExist` as a boolean or as the string "true".
 */
export function parseAnswer(body: string): ParsedAnswer {
  const text = body.replace(/^\uFEFF/, "").trim()
  if (text === "") return { shape: "empty" }
  if (text.startsWith("<")) return parseMarkup(text)
  try {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value)) return { shape: "json", value }
    const error = envelopeError(value)
    return error ? { shape: "error", error } : { shape: "json", value }
  } catch {
    return { shape: "text", text: text.slice(0, 500) }
  }
}

function parseMarkup(text: string): ParsedAnswer {
  if (/^(<!--[^>]{0,2000}-->\s*)*<(!doctype\s+html|html|head|body)\b/i.test(text)) return { shape: "html" }
  if (text.length > MAX_XML_CHARS || /<!doctype|<!entity/i.test(text)) return { shape: "xml" }
  try {
    if (XMLValidator.validate(text) !== true) return { shape: "xml" }
    const value: unknown = xmlParser().parse(text)
    const error = isRecord(value) ? envelopeError(value) : null
    return error ? { shape: "error", error } : { shape: "xml" }
  } catch {
    return { shape: "xml" }
  }
}

function xmlParser(): XMLParser {
  return new XMLParser({
    removeNSPrefix: true,
    ignoreAttributes: true,
    parseTagValue: false,
    processEntities: false,
    maxNestedTags: MAX_XML_DEPTH,
  })
}

function envelopeError(root: JsonRecord): EnvelopeError | null {
  const envelope = isRecord(root.web_service_result) ? root.web_service_result : root
  const errors = errorsIn(envelope)
  const saysSo = textOf(envelope.errorsExist)?.trim().toLowerCase() === "true"
  if (errors.length === 0 && !saysSo) return null
  const first = errors.find((error) => textOf(error.errorCode)) ?? errors[0] ?? {}
  return readError(first)
}

function errorsIn(envelope: JsonRecord): JsonRecord[] {
  const { errorList } = envelope
  return isRecord(errorList) ? listOf(errorList.error) : listOf(errorList)
}

function readError(error: JsonRecord): EnvelopeError {
  const said = decodeXmlText(textOf(error.errorMessage) ?? "")
  const embedded = /\(\s*Tracking ID:\s*([^\s)]{1,100})\s*\)/i.exec(said)
  const trackingId = textOf(error.trackingId)?.trim() || embedded?.[1] || null
  const message = said.replace(embedded?.[0] ?? "", "").replace(/\s+/g, " ").trim()
  return { code: (textOf(error.errorCode) ?? "").trim(), message: message.slice(0, 1_000), trackingId }
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" }

/** The five entities of XML itself and character numbers; no others, so nothing can expand. */
export function decodeXmlText(text: string): string {
  const entity = /&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi
  return text.replace(entity, (whole, name, dec, hex) => {
    if (name) return NAMED[String(name).toLowerCase()] ?? whole
    const point = dec ? Number.parseInt(dec, 10) : Number.parseInt(hex, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
