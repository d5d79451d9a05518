export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** Tests that failed and then passed when tried again: counted as passed, and named for whoever looks into them. */
  secondTry: string[]
}

interface VitestReport {
  testResults: {
    status: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[]
  }[]
}

/** Of Vitest's JSON report. A file that failed before its tests could run is one failure. */
export function countVitest(report: VitestReport): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, secondTry: [] }
  for (const file of report.testResults) {
    const failedBefore = counts.failed
    for (const { status, fullName, failureMessages } of file.assertionResults) {
      if (status === "passed") counts.passed++
      else if (status === "failed") counts.failed++
      else counts.skipped++
      if (status === "passed" && failureMessages?.length) counts.secondTry.push(fullName)
    }
    if (file.status === "failed" && counts.failed === failedBefore) counts.failed++
  }
  return counts
}

interface PlaywrightSuite {
  specs?: { title: string; tests: { status: string }[] }[]
  suites?: PlaywrightSuite[]
}

interface PlaywrightReport extends PlaywrightSuite {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** Of Playwright's JSON report. An error outside any test, such as having found none, is one failure. */
export function countPlaywright(report: PlaywrightReport): Counts {
  const { stats, errors } = report
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    secondTry: flakyOf(report),
  }
}

function flakyOf({ specs = [], suites = [] }: PlaywrightSuite): string[] {
  const own = specs.filter((spec) => spec.tests.some((test) => test.status === "flaky")).map((spec) => spec.title)
  return [...own, ...suites.flatMap(flakyOf)]
}
