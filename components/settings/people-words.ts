import type { InstitutionSettingsView } from "@/lib/domain/settings-views"

/** "3 can declare: 1 admin, 2 liaisons." */
export function peopleWords({ people: { admins, liaisons } }: Pick<InstitutionSettingsView, "people">): string {
  const able = admins + liaisons
  if (able === 0) return "Nobody can declare an outage yet."
  const parts = [[admins, "admin"], [liaisons, "liaison"]] as const
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`).join(", ")
  return `${able} can declare: ${words}.`
}
