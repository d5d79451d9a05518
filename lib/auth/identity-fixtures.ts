import { randomBytes } from "node:crypto"
import type { Keyring } from "@/lib/db/keyring"
import type { Db } from "@/lib/db/types"
import type { Actor, Role } from "@/lib/domain/actor"
import type { ServiceContext } from "@/lib/services/context"

/** For tests: a context on a real database whose clock the test moves. */
export interface TestClock {
  now: Date
}

export const OPERATOR: Actor = { kind: "operator", name: "Operator" }

export function testKeyring(): Keyring {
  const keys = new Map<string, Buffer>()
  const key = (purpose: string) => keys.get(purpose) ?? keys.set(purpose, randomBytes(32)).get(purpose)!
  return { key, sealing: () => ({ version: "1", key: key("seal") }), opening: (version) => (version === "1" ? key("seal") : null), addKey: null }
}

export function identityContext(db: Db, keyring: Keyring, clock: TestClock, actor: Actor = OPERATOR): ServiceContext {
  return {
    db,
    keyring,
    settings: { quietSeconds: 600, allowHosts: [], dataDir: "/nonexistent", publicUrl: "https://lantern.example.edu" },
    clock: () => clock.now,
    actor,
    almaFor: () => {
      throw new Error("Signing in needs no Alma.")
    },
    wake: async () => {},
  }
}

export async function makeInstitution(db: Db, code: string) {
  return db.institution.create({
    data: {
      code,
      name: `Library ${code}`,
      apiUrl: "http://127.0.0.1:1",
      apiKeySealed: "none",
      loginUrl: "https://alma.example.edu/login",
      timeZone: "America/Chicago",
    },
  })
}

export function personActor(personId: string, role: Role, institutionId: string | null): Actor {
  return { kind: "person", personId, name: "Ada Actor", memberships: [{ institutionId, role }], secondFactor: { at: new Date(), by: "code" } }
}
