import type { InstitutionSettingsView } from "@/lib/domain/settings-views"

type People = Pick<InstitutionSettingsView, "people">

/** "3 can declare: 1 admin, 2 liaisons." */
export function peopleWords(settings: People): string {
  const { admins, liaisons } = settings.people
  const able = admins + liaisons
  return able === 0 ? "Nobody can declare an outage yet." : `${able} can declare: ${whoCanDeclare(settings)}.`
}

/** "1 admin, 2 liaisons" */
export function whoCanDeclare({ people: { admins, liaisons } }: People): string {
  const parts = [[admins, "admin"], [liaisons, "liaison"]] as const
  const words = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`)
  return words.length === 0 ? "nobody yet" : words.join(", ")
}
