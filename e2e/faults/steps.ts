import type { FaultMatch } from "@/lib/practice/faults"

export type Phase = "switch" | "pickup" | "return" | "sweep"
export type StepRoute = "job" | "direct"

/** What is asked of Alma in a step: faults belong to some of these only. */
export type Asked = "read" | "put" | "auth" | "create_set" | "members" | "compare" | "run" | "poll" | "delete_set"

/** One column of the table: a request of one phase, by one route. */
export interface Step {
  id: string
  title: string
  route: StepRoute
  phase: Phase
  asked: Asked
  /** Which request, besides the person. */
  match: FaultMatch
  /** The request that comes before it. */
  after?: FaultMatch
  skip?: number
}

/** The one whom faults strike: every list of the record has entries, of both segments. */
export const TARGET = "mixedseg"
/** Switched and returned beside it. */
export const OTHERS = ["noteworthy", "bare"]
/** On the list too, Internal before. */
export const WAS_INTERNAL = "ogrady"
/** On no list. */
export const BYSTANDER = "blockson"

const read = (primaryId: string): FaultMatch => ({ method: "GET", primaryId })
const put = (primaryId: string): FaultMatch => ({ method: "PUT", primaryId })

/** Every request of switching, pick-up, returning and the late sweep. `primaryId`: whom the fault strikes. */
export function stepsOf(route: StepRoute, primaryId = TARGET): Step[] {
  const switching = route === "job" ? jobSteps(primaryId) : directSteps(primaryId)
  const common: Omit<Step, "route">[] = [
    { id: "pick-read", title: "pick-up: GET of the person", phase: "pickup", asked: "read", match: read(primaryId) },
    { id: "pick-put", title: "pick-up: PUT of the password", phase: "pickup", asked: "put", match: put(primaryId) },
    { id: "pick-auth", title: "pick-up: op=auth after a lost PUT", phase: "pickup", asked: "auth", match: { method: "POST", op: "auth", primaryId } },
    { id: "ret-read", title: "return: GET before the PUT", phase: "return", asked: "read", match: read(primaryId) },
    { id: "ret-put", title: "return: PUT", phase: "return", asked: "put", match: put(primaryId) },
    { id: "ret-back", title: "return: GET after the PUT", phase: "return", asked: "read", match: read(primaryId), after: put(primaryId) },
    { id: "ret-watch", title: "return: the GETs of the quiet period", phase: "return", asked: "read", match: read(primaryId), after: put(primaryId), skip: 1 },
    { id: "sweep", title: "GET of the late sweep", phase: "sweep", asked: "read", match: read(primaryId) },
  ]
  return [...switching, ...common].map((step) => ({ ...step, route }))
}

function jobSteps(primaryId: string): Omit<Step, "route">[] {
  const run: FaultMatch = { method: "POST", op: "run" }
  return [
    { id: "read", title: "job: GET before anything", phase: "switch", asked: "read", match: read(primaryId) },
    { id: "set", title: "job: POST of the set", phase: "switch", asked: "create_set", match: { method: "POST", path: /\/conf\/sets$/ } },
    { id: "members", title: "job: POST of the members", phase: "switch", asked: "members", match: { method: "POST", op: "add_members" } },
    { id: "compare", title: "job: GET of the members", phase: "switch", asked: "compare", match: { method: "GET", path: /\/members$/ } },
    { id: "run", title: "job: POST op=run", phase: "switch", asked: "run", match: run },
    { id: "poll", title: "job: GET of the instance", phase: "switch", asked: "poll", match: { method: "GET", path: /\/instances\/[^/]+$/ } },
    { id: "back", title: "job: GET after the run", phase: "switch", asked: "read", match: read(primaryId), after: run },
    { id: "del", title: "job: DELETE of the set", phase: "switch", asked: "delete_set", match: { method: "DELETE", path: /\/conf\/sets\// } },
  ]
}

function directSteps(primaryId: string): Omit<Step, "route">[] {
  return [
    { id: "read", title: "direct: GET before the PUT", phase: "switch", asked: "read", match: read(primaryId) },
    { id: "put", title: "direct: PUT", phase: "switch", asked: "put", match: put(primaryId) },
    { id: "back", title: "direct: GET after the PUT", phase: "switch", asked: "read", match: read(primaryId), after: put(primaryId) },
  ]
}

export const isWrite = ({ asked }: Step) => ["put", "create_set", "members", "run", "delete_set"].includes(asked)
