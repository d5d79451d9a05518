export interface Counts {
  passed: number
  failed: number
  skipped: number
}

interface VitestReport {
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/** Of Vitest's JSON report. A file that failed before its tests could run is one failure. */
export function countVitest(report: VitestReport): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const file of report.testResults) {
    const failedBefore = counts.failed
    for (const { status } of file.assertionResults) {
      if (status === "passed") counts.passed++
      else if (status === "failed") counts.failed++
      else counts.skipped++
    }
    if (file.status === "failed" && counts.failed === failedBefore) counts.failed++
  }
  return counts
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** Of Playwright's JSON report. An error outside any test, such as having found none, is one failure. */
export function countPlaywright({ stats, errors }: PlaywrightReport): Counts {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped }
}
