/** How often each of these comes, nought included. */
export function countEach<Key extends string>(keys: readonly Key[], found: Iterable<Key>): Record<Key, number> {
  // The cast says what the types of `fromEntries` can't: every key is among the entries.
  const counts = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>
  for (const key of found) counts[key] += 1
  return counts
}
