import type { TestProject } from "vitest/node"
// For what is provided, and under which name.
import type {} from "@/lib/db/test-database-setup"

/** The one Postgres of the whole run: `main.ts` started it, since Stryker ends a test runner whenever a mutant hangs. */
export function setup(project: TestProject) {
  // oxlint-disable-next-line node/no-process-env
  project.provide("scratchPostgres", JSON.parse(process.env.LANTERN_MUTATION_POSTGRES!))
}
