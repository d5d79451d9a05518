import type { CredentialsView, IssuedCodeView } from "@/lib/domain/views"

/** What people ask of the web process: the services that the pages' actions call, with what they take and answer. */
export interface Verbs {
  declare: { given: { institution: string; text: string; hours: number }; answer: string }
  add: { given: { outageId: string; text: string }; answer: { added: number } }
  switch: { given: { outageId: string }; answer: null }
  giveBack: { given: { outageId: string; text: string }; answer: null }
  codes: { given: { outageId: string; kind: "slip" | "live"; holdIds?: string[] }; answer: IssuedCodeView[] }
  /** A recovery card of somebody, as they would print it on a quiet day. */
  card: { given: { institution: string; primaryId: string }; answer: { code: string } }
  pickUp: { given: { primaryId: string; code: string; address: string }; answer: CredentialsView }
  /** A sign-in link, an enrolment link and a second factor as their browsers send them: nothing of what is answered is needed. */
  openLink: { given: { token: string }; answer: null }
  openEnrolment: { given: { token: string }; answer: null }
  secondFactor: { given: { challenge: string; address: string; code?: string; recoveryCode?: string }; answer: null }
  vouch: { given: { primaryId: string; code: string; forId: string; address: string }; answer: { code: string } }
  end: { given: { outageId: string }; answer: null }
  tryAgain: { given: { outageId: string; holdIds: string[] }; answer: null }
}
export type Verb = keyof Verbs

export interface Start {
  start: "worker" | "web"
}

export interface Ask<V extends Verb = Verb> {
  ask: number
  verb: V
  given: Verbs[V]["given"]
}

export type FromProcess =
  | { say: "loaded" }
  /** The worker has started: from here on it takes up whatever is due. */
  | { say: "working" }
  | { say: "failed"; message: string }
  /** `calm`: a sentence meant for people; else what nobody expected. */
  | { say: "answer"; to: number; ok: true; value: unknown }
  | { say: "answer"; to: number; ok: false; message: string; calm: boolean }
