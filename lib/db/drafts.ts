import { type DeclareDraft, declareDraft } from "@/lib/domain/declare-draft"
import type { Db, Tx } from "./types"

/** Whose draft, at which institution: one each. */
export interface DraftPlace {
  institutionId: string
  personId: string
}

/** What is kept; null when there is none, or when it is of a Lantern that kept other things. */
export async function readDraft(db: Db | Tx, place: DraftPlace): Promise<Partial<DeclareDraft> | null> {
  const row = await db.draft.findUnique({ where: { institutionId_personId: place } })
  const parsed = declareDraft.partial().safeParse(row?.content)
  return parsed.success ? parsed.data : null
}

/** Puts changed parts over what is kept, in one statement: two tabs that save at once lose neither's. */
export async function mergeDraft(db: Db | Tx, place: DraftPlace, change: Partial<DeclareDraft>, at: Date): Promise<void> {
  await db.$executeRaw`
    insert into "Draft" ("id", "institutionId", "personId", "content", "updatedAt")
    values (gen_random_uuid(), ${place.institutionId}::uuid, ${place.personId}::uuid, ${JSON.stringify(change)}::jsonb, ${at})
    on conflict ("institutionId", "personId")
    do update set "content" = "Draft"."content" || excluded."content", "updatedAt" = excluded."updatedAt"`
}

export async function deleteDraft(db: Db | Tx, place: DraftPlace): Promise<void> {
  await db.draft.deleteMany({ where: place })
}
