/**
 * A user as Alma sent it, whole. Only the fields that Lantern reads or changes are named;
 * every other field survives a round trip because the object itself is sent back.
 */
export interface AlmaUser {
  primary_id?: string
  [field: string]: unknown
}
