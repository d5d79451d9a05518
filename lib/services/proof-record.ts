import { seal, unseal } from "@/lib/db/seal"
import type { AlmaUser } from "@/lib/domain/alma-user"
import type { ServiceContext } from "./context"

interface ProofPlace {
  id: string
  institutionId: string
}

/** The whole record lies sealed, and only until the proof is over. */
export function sealRecord(ctx: ServiceContext, proof: ProofPlace, user: AlmaUser): string {
  return seal(ctx.keyring, placeOf(proof), JSON.stringify(user))
}

export function openRecord(ctx: ServiceContext, proof: ProofPlace & { before: string | null }): AlmaUser | null {
  return proof.before === null ? null : (JSON.parse(unseal(ctx.keyring, placeOf(proof), proof.before)) as AlmaUser)
}

function placeOf({ id, institutionId }: ProofPlace) {
  return { table: "RouteProof", row: id, institution: institutionId, field: "before" }
}
