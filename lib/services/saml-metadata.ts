import { X509Certificate } from "node:crypto"
import { XMLParser, XMLValidator } from "fast-xml-parser"

export type SamlMetadata =
  | { ok: true; entityId: string | null; certificates: Date[]; validUntil: Date | null }
  | { ok: false; problem: string }

/** An identity provider names two while it changes from one to the other. */
const MOST_CERTIFICATES = 20
const LISTS = new Set(["EntityDescriptor", "IDPSSODescriptor", "KeyDescriptor", "X509Data", "X509Certificate"])

type Node = Record<string, unknown>

/**
 * Reads the metadata of one identity provider (OASIS SAML 2.0 Metadata, 2.4): the last day of each certificate that it
 * signs with. Entities of XML are refused unread.
 */
export function readSamlMetadata(xml: string): SamlMetadata {
  if (/<!doctype|<!entity/i.test(xml)) return refuse("it holds a document type, which SAML metadata never needs")
  const top = parsed(xml)
  if (!top) return refuse("it is not XML that can be read")
  if (top.EntitiesDescriptor !== undefined) return refuse("it lists many providers: give the address of your own provider's metadata")
  const entity = list(top.EntityDescriptor)[0]
  if (!entity) return refuse("it is XML, but not SAML metadata")
  const provider = list(entity.IDPSSODescriptor)[0]
  if (!provider) return refuse("it describes no identity provider; it may be Alma's own metadata")
  const certificates = list(provider.KeyDescriptor).filter((key) => key["@use"] !== "encryption").flatMap(certificatesOf)
  if (certificates.length === 0) return refuse("no certificate can be read in it")
  return { ok: true, entityId: text(entity["@entityID"]), certificates: certificates.slice(0, MOST_CERTIFICATES), validUntil: dateOf(text(entity["@validUntil"])) }
}

/** Null when it is nested deeper than any metadata, too: the parser stops there. */
function parsed(xml: string): Node | null {
  try {
    if (XMLValidator.validate(xml) !== true) return null
    return record(new XMLParser({
      ignoreAttributes: false, attributeNamePrefix: "@", removeNSPrefix: true, processEntities: false,
      parseTagValue: false, parseAttributeValue: false, isArray: (name) => LISTS.has(name),
    }).parse(xml))
  } catch {
    return null
  }
}

const refuse = (problem: string): SamlMetadata => ({ ok: false, problem })

function certificatesOf(key: Node): Date[] {
  return list(record(key.KeyInfo)?.X509Data).flatMap((data) => {
    const texts = [data.X509Certificate ?? []].flat().map((each) => text(each) ?? text(record(each)?.["#text"]))
    return texts.flatMap((base64) => {
      try {
        return base64 ? [new X509Certificate(Buffer.from(base64, "base64")).validToDate] : []
      } catch {
        return []
      }
    })
  })
}

function record(value: unknown): Node | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Node) : null
}

function list(value: unknown): Node[] {
  const all: unknown[] = Array.isArray(value) ? value : [value]
  return all.map(record).filter((each) => each !== null)
}

function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null
}

function dateOf(words: string | null): Date | null {
  const date = new Date(words ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}
