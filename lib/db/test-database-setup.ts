import type { TestProject } from "vitest/node"
import { migrate } from "@/lib/db/migrate"
import { openScratchPostgres } from "@/lib/db/scratch-postgres"

declare module "vitest" {
  interface ProvidedContext {
    scratchPostgres: { url: string; folder: string; template: string }
  }
}

/** One Postgres for the whole run, and in it one migrated database that each test file copies. */
// Vitest asks for a default export.
export default async function startTestPostgres(project: TestProject) {
  const scratch = await openScratchPostgres()
  const template = "migrated"
  await migrate(await scratch.createDatabase(template))
  project.provide("scratchPostgres", { url: scratch.url, folder: scratch.folder, template })
  return () => scratch.close()
}
