import type { SecondFactor } from "@/lib/domain/actor"

/** What a query includes of a person for `factorsOf`. */
export const WITH_FACTORS = { memberships: true, _count: { select: { passkeys: true } } } as const

interface FactorRow {
  passwordHash: string | null
  totpSealed: string | null
  totpConfirmedAt: Date | null
  _count: { passkeys: number }
}

/** What a person can sign in with. */
export interface Factors {
  hasPassword: boolean
  hasTotp: boolean
  hasPasskey: boolean
}

export function factorsOf(person: FactorRow): Factors {
  return {
    hasPassword: person.passwordHash !== null,
    hasTotp: person.totpConfirmedAt !== null && person.totpSealed !== null,
    hasPasskey: person._count.passkeys > 0,
  }
}

/** Whether they get in by themselves, without a link. */
export function isComplete(factors: Factors): boolean {
  return factors.hasPassword && (factors.hasTotp || factors.hasPasskey)
}

/** What they can give as a second factor. */
export function wayOf({ hasTotp, hasPasskey }: Pick<Factors, "hasTotp" | "hasPasskey">): SecondFactor["by"] {
  if (hasTotp && hasPasskey) return "either"
  return hasPasskey ? "passkey" : hasTotp ? "code" : "link"
}
