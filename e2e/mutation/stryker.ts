import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import path from "node:path"
import type { Portion } from "./portions"

export interface StrykerRun {
  portion: Portion
  /** Where Stryker's report of this portion is written. */
  report: string
  /** Where Stryker keeps what it need not try again while neither code nor tests have changed. */
  incremental: string
  folder: string
  concurrency: number
  /** `{url, folder, template}` of the Postgres for the tests. */
  postgres: string | null
  signal: AbortSignal
}

/** @returns whether the portion was finished */
export async function runStryker(run: StrykerRun): Promise<boolean> {
  const config = path.join(run.folder, `${run.portion.name}.config.json`)
  await writeFile(config, JSON.stringify(configOf(run), null, 2))
  const child = spawn(path.resolve("node_modules/.bin/stryker"), ["run", config], {
    stdio: "inherit",
    signal: run.signal,
    env: {
      // oxlint-disable-next-line node/no-process-env
      ...process.env,
      LANTERN_MUTATION_TESTS: JSON.stringify(run.portion.tests),
      ...(run.postgres && { LANTERN_MUTATION_POSTGRES: run.postgres }),
    },
  })
  const code = await new Promise<number | null>((resolve) => {
    child.on("exit", resolve)
    child.on("error", () => resolve(null))
  })
  return code === 0 && existsSync(run.report)
}

function configOf({ portion, report, incremental, concurrency }: StrykerRun) {
  return {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "e2e/mutation/vitest.config.ts", related: false },
    mutate: [...portion.mutate, "!**/*.test.ts", "!**/identity-fixtures.ts"],
    // Sentences for people, and names that the types or the database hold: see the text of the result.
    mutator: { excludedMutations: portion.directory === "lib/domain" ? [] : ["StringLiteral"] },
    // A change at module level would need a fresh process for each.
    ignoreStatic: true,
    coverageAnalysis: "perTest",
    concurrency: portion.database ? concurrency : 1,
    // Wide, for a busy machine: a change that is merely slow must not count as noticed.
    timeoutMS: portion.database ? 90_000 : 15_000,
    timeoutFactor: 4,
    dryRunTimeoutMinutes: 20,
    incremental: true,
    incrementalFile: incremental,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    tempDirName: ".lantern-proof/mutation-sandbox",
    ignorePatterns: ["/.next", "/.lantern", "/.lantern-proof", "/docs", "/app", "/components", "/test-results", "/.stryker-tmp"],
    // Stryker would rewrite it with TypeScript's old interface; the tests don't read it.
    tsconfigFile: "none.json",
    allowEmpty: true,
  }
}
