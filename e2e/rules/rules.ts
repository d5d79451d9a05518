/** The rules that are never broken, as docs/architecture.md numbers them. */
export const RULES: Record<number, string> = {
  1: "Nothing in Alma changes before the original facts and the intent are committed",
  2: "Only an account seen External is switched; only one with our intent is returned",
  3: "A write states a target; unknown is settled by reading, never by guessing or blind repetition",
  4: "A PUT is made from a GET under 2 s old, keeps what it doesn't know, leaves user_role out, is compared; another primary_id is another person",
  5: "An outage closes by three reads of External over the quiet period, or a named person's written reason; swept again",
  6: "A temporary password stands in one answer, after a 200, and nowhere else; the queue carries ids only",
  7: "One writer an account: fence and lease on the database's clock; no transaction open during a call to Alma",
  8: "Every change of state writes its audit entry in the same transaction",
  9: "One budget of requests an Alma, for all processes: pick-ups first, watching last",
  10: "Nothing removes a hold that isn't closed",
  11: "Every query is scoped to the person's institutions, in the data layer",
}
