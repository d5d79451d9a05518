/** What a whole, sensible call of each action holds: what refuses it is who asks, never what is asked. */
export interface Scene {
  outageId: string
  holdId: string
  institutionId: string
  personId: string
  rosterId: string
  countId: string
}

type Sample = (scene: Scene) => unknown[] | FormData

const ofHold: Sample = ({ outageId, holdId }) => [{ outageId, holdId }]
const ofHolds: Sample = ({ outageId, holdId }) => [{ outageId, holdIds: [holdId] }]
const ofOutage: Sample = ({ outageId }) => [{ outageId }]
const ofRoster: Sample = ({ rosterId }) => [{ rosterId }]
const ofCount: Sample = ({ countId }) => [{ countId }]
const WORDS = "Seen to at the desk, in Alma's own screen."
/** The id of no row. */
const NOWHERE = "00000000-0000-4000-8000-000000000000"
const BACKUP_ADMIN = { primaryId: "second_admin", firstName: "Backup", lastName: "ADMIN", email: "desk@practice.example", userGroup: "ALMA_ADMIN", owner: "Systems", purpose: WORDS }

export const ACTION_SAMPLES: Record<string, Sample> = {
  "accept-unresolved": ({ outageId, holdId }) => [{ outageId, holdId, reason: WORDS }],
  "add-accounts": ({ outageId }) => [{ outageId, text: "bare" }],
  "add-person": () => [{ email: "new@people.example", name: "Mira Sol", role: "observer", institutionCode: "PRA" }],
  "answer-pin": () => [{ proofId: "0193a000-0000-7000-8000-000000000000", answer: "works" }],
  "ask-passkey": () => [],
  "ask-sign-in-passkey": () => [],
  "begin-campus-tie": () => [],
  "begin-passkey": () => [],
  "begin-passkey-pickup": () => [{ primaryId: "bare" }],
  "begin-staff-passkey": () => [{ ticket: "none" }],
  "add-to-roster": ({ rosterId }) => [{ rosterId, staff: [{ primaryId: "bare", name: null }], texts: [] }],
  "begin-totp": () => [],
  "change-institution": () => [{ helpContact: WORDS }],
  "change-role": ({ personId }) => [{ personId, institutionCode: "PRA", role: "observer" }],
  "check-by-hand": ofHold,
  "check-in-backup-admin": () => [{ id: NOWHERE }],
  "check-out-backup-admin": () => [{ id: NOWHERE, reason: WORDS }],
  "check-readiness": () => [{ only: ["people"] }],
  "choose-institution": ({ institutionId }) => [{ institution: institutionId }],
  "confirm-passkey": () => [{ name: "Phone", answer: {} }],
  "confirm-totp": () => [{ pending: "x", code: "000000" }],
  "connect-institution": () => [{ code: "NEW", name: "New College", apiUrl: "http://127.0.0.1:1", apiKey: "l8xxnobody0000000000", almaCode: "", loginUrl: "https://a.example/" }],
  "create-sign-in-link": () => [{ email: "ruth.okafor@practice.example" }],
  "count-named-users": () => [{ source: { kind: "everyone" } }],
  "create-roster": () => [{ name: "Desk", staff: [{ primaryId: "bare", name: null }], texts: [] }],
  "declare-outage": () => [{ reason: "SSO is down", hours: 2, text: "bare", confirmCount: 1 }],
  "delete-roster": ofRoster,
  "end-outage": ofOutage,
  "end-own-sessions": ({ personId }) => [{ sessionId: personId }],
  "end-sessions-of": ({ personId }) => [{ personId }],
  "finish-backup-admin": () => [{ id: NOWHERE }],
  "finish-staff-passkey": () => [{ ticket: "none", response: {} }],
  "forget-backup-admin": () => [{ id: NOWHERE }],
  "forget-draft": () => [],
  "gather-staff": () => [{ picked: ["bare"], rosters: [], texts: [] }],
  "hand-over-by-hand": ofHold,
  "hand-over-outage": ({ outageId, personId }) => [{ outageId, personId }],
  "issue-codes": ({ outageId, holdId }) => [{ outageId, holdIds: [holdId], kind: "slip" }],
  "keep-backup-admin": () => [{ primaryId: "ogrady", owner: "Systems", purpose: WORDS }],
  "keep-hand-card": ofHold,
  "leave-hand-cards": ofOutage,
  "make-backup-admin": () => [{ ...BACKUP_ADMIN, digest: "x" }],
  "make-enrolment-links": () => [{ staff: "bare" }],
  "make-recovery-codes": () => [],
  "name-voucher": () => [{ voucherId: "bare", forId: "mixedseg" }],
  "note-notice": ofOutage,
  "offer-sis-profiles": () => [{}],
  "offer-user-groups": () => [{}],
  "open-backup-admin-sheet": () => [{ id: NOWHERE }],
  "open-enrolment": () => [{ token: "none" }],
  "open-hand-card": ofHold,
  "preview-backup-admin": () => [BACKUP_ADMIN],
  "preview-portion": () => [{ ids: ["bare"] }],
  "preview-staff": () => [{ text: "bare" }],
  "print-card": () => [{ ticket: "none" }],
  "prove-route": () => [{ primaryId: "bare", consent: "Their owner agreed this morning" }],
  "read-alma-roles": () => [{}],
  "read-alma-set": () => [{ name: "Desk" }],
  "redeem-code": () => form({ primaryId: "bare", code: "00000000000000" }),
  "redeem-passkey": () => [{ primaryId: "bare", response: {} }],
  "remove-voucher": () => [{ pairId: NOWHERE }],
  "rename-passkey": ({ personId }) => [{ passkeyId: personId, name: "Phone" }],
  "renew-backup-admin": () => [{ id: NOWHERE }],
  "refresh-roster": ofRoster,
  "rename-roster": ({ rosterId }) => [{ rosterId, name: "Night desk" }],
  "resume-named-user-count": ofCount,
  "retry-account": ofHold,
  "retry-accounts": ofHolds,
  "return-accounts": ofHolds,
  "revoke-passkey": ({ personId }) => [{ passkeyId: personId }],
  "save-draft": () => [{ change: { reason: "SSO is down" } }],
  "save-roster": () => [{ name: "Desk", staff: [{ primaryId: "bare", name: null }] }],
  "search-staff": () => [{ text: "bare" }],
  "see-alert": () => [{ alertId: NOWHERE }],
  "see-alerts": () => [{ ids: [NOWHERE] }],
  "see-notices": () => [],
  "set-job-payload": () => [{ text: WORDS }],
  "set-named-user-rules": () => [{ allowance: 150 }],
  "set-password": () => [{ password: "short" }],
  "set-person-disabled": ({ personId }) => [{ personId, disabled: true }],
  "start-sign-in": () => form({ email: "nobody@people.example", password: "no password of anybody" }),
  "step-up": () => [{ code: "000000" }],
  "stop-named-user-count": ofCount,
  "switch-outage": ofOutage,
  "take-off-roster": ({ rosterId }) => [{ rosterId, primaryIds: ["bare"] }],
  "tick-by-hand": ({ outageId, holdId }) => [{ outageId, holdId, words: WORDS }],
  "triage-sign-on": () => [{}],
  "untie-campus-login": () => [],
  "vouch-for": () => form({ primaryId: "bare", code: "00000000000", forId: "mixedseg" }),
  "withdraw-enrolment": () => [{ enrolmentId: NOWHERE }],
}

/** What gets past the guard and no further: the input is wrong. For those who may, so that nothing is done. */
export const NO_INPUT = [null]

function form(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}
