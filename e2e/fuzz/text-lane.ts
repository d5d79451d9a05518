import { mkdir, writeFile } from "node:fs/promises"
import path from "node:path"
import fc from "fast-check"
import { normaliseBaseUrl } from "@/lib/alma/base-url"
import { parseJobPayload } from "@/lib/alma/job-payload"
import { parseAnswer } from "@/lib/alma/parse-answer"
import { challengeIn } from "@/lib/auth/passkeys"
import { originProblem } from "@/lib/auth/same-origin"
import { readText } from "@/lib/cli/read-text"
import { openKeyring } from "@/lib/db/keyring"
import { seal, unseal } from "@/lib/db/seal"
import { readFacts } from "@/lib/domain/account-facts"
import { isWellFormedCode, normaliseCode } from "@/lib/domain/pickup-code"
import { readRecoveryCode } from "@/lib/domain/recovery-code"
import { parseStaffList } from "@/lib/domain/staff-list"
import { parseEnv } from "@/lib/env"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import { verifyRecoverySheet } from "@/lib/services/recovery-sheet-format"
import { readSamlMetadata } from "@/lib/services/saml-metadata"
import { spoiltFile, text } from "./inputs"
import { isExpected, judgeAnswer, whereThrown } from "./judge"
import type { Lane } from "./lane"
import type { Place } from "./place"

const ROSTER = "Primary ID,Name,Department\nbare,Bare Person,Circulation\n\"mixedseg\",\"Seg, Mixed\",Acquisitions\n;;\naabernethy;Abernethy Amara;\n"
const METADATA = `<?xml version="1.0"?><md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.edu/" validUntil="2030-01-01T00:00:00Z">
<md:IDPSSODescriptor><md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>MIIB</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor></md:IDPSSODescriptor></md:EntityDescriptor>`
const KEYS = `${"k".repeat(43)}\n${"q".repeat(43)}\n`
const USER = JSON.stringify({ primary_id: "bare", last_name: "Person", account_type: { value: "EXTERNAL" }, external_id: "SIS", contact_info: { email: [] }, user_identifier: [{ value: "1", id_type: { value: "B" } }] })
export const GOOD_FILES = [ROSTER, practiceJobPayload(), METADATA, KEYS, USER]

/** What people paste, upload, name in a file or set in the environment, through everything that reads text. */
export function textLane(place: Place): Lane<[string, string]> {
  const readers: Record<string, (input: string) => unknown> = {
    "a list of staff": parseStaffList,
    "a job payload": parseJobPayload,
    "Alma's answer": parseAnswer,
    "a person of Alma's": (input) => {
      const user: unknown = jsonOf(input)
      return typeof user === "object" && user !== null ? readFacts(user as never) : null
    },
    "metadata of an identity provider": readSamlMetadata,
    "an API address": (input) => normaliseBaseUrl(input, ["127.0.0.1:1"]),
    "a pick-up code": (input) => isWellFormedCode(normaliseCode(input)),
    "a recovery code": readRecoveryCode,
    "a passkey's answer": (input) => challengeIn({ response: { clientDataJSON: Buffer.from(input).toString("base64url") } }),
    "a recovery sheet": (input) => verifyRecoverySheet(place.behind.keyring, input),
    "an Origin": (input) => originProblem({ method: "POST", origin: input, host: input, publicUrl: "http://localhost:3000" }),
    "settings": (input) => parseEnv({ PORT: input, LANTERN_URL: input, LANTERN_ALLOW_API_HOSTS: input, LANTERN_QUIET_PERIOD_SECONDS: input, LANTERN_OIDC_ISSUER: input, LANTERN_SMTP_URL: input }),
    "LANTERN_KEY": (input) => roundTrip({ masterKey: input, newKeys: input.split(/\s+/), dataDir: place.dataDir }),
    "a key file": async (input) => {
      const dataDir = path.join(place.dataDir, "keys")
      await mkdir(dataDir, { recursive: true })
      await writeFile(path.join(dataDir, "key"), input)
      return roundTrip({ dataDir })
    },
    "a file": async (input) => {
      const file = path.join(place.dataDir, "fuzz-text")
      await writeFile(file, Buffer.from(input, input.length % 3 === 0 ? "utf16le" : input.length % 3 === 1 ? "latin1" : "utf8"))
      return readText(file)
    },
  }
  const answers = new Map<string, number>()
  return {
    name: "texts and files",
    // They share a file, and nothing here waits for anything.
    atOnce: 1,
    answers,
    inputs: fc.tuple(fc.constantFrom(...Object.keys(readers)), fc.oneof(text, spoiltFile(GOOD_FILES))),
    to: ([name]) => name,
    async ask([name, input]) {
      try {
        const answer = await readers[name]!(input)
        answers.set("read", (answers.get("read") ?? 0) + 1)
        return judgeAnswer(typeof answer === "object" ? "" : String(answer), null)
      } catch (error) {
        answers.set("refused", (answers.get("refused") ?? 0) + 1)
        return isExpected(error) ? null : whereThrown(error)
      }
    },
  }
}

/** What a key seals it opens again, whatever the key is. */
async function roundTrip(settings: Parameters<typeof openKeyring>[0]): Promise<string> {
  const keyring = await openKeyring(settings)
  const at = { table: "T", row: "r", institution: "i", field: "f" }
  const opened = unseal(keyring, at, seal(keyring, at, "what is sealed"))
  if (opened !== "what is sealed") throw new Error("opened otherwise than sealed")
  return "opened"
}

function jsonOf(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    return null
  }
}
