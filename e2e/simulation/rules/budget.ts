import type { Checker, Sent } from "../checker"

/** Rule 9: no second, wherever it begins, sees more than the budget and a fifth. */
export function checkBudget(checker: Checker, sent: Sent): void {
  const { place, at } = sent
  const most = Math.floor(place.plan.rate * 1.2) + 1
  let count = 1
  for (let index = checker.sent.length - 1; index >= 0; index--) {
    const other = checker.sent[index]!
    if (other.at <= at - 1_000) break
    if (other.place === place) count += 1
  }
  if (count > most) checker.fail("9 budget", `${count} requests left within a second; the budget is ${place.plan.rate}`)
}
