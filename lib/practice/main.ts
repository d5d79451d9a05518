import { parseArgs } from "node:util"
import { practicePeople } from "./people"
import { startPracticeAlma } from "./practice-alma"

/**
 * Runs the practice Alma by itself: `tsx lib/practice/main.ts --port 4180`. Every flag can also be
 * an environment variable (PRACTICE_PORT, PRACTICE_JOB_MS, …). Prints one line of JSON when ready.
 */
const { values } = parseArgs({
  options: {
    port: { type: "string" },
    host: { type: "string" },
    rate: { type: "string" },
    latency: { type: "string" },
    "job-ms": { type: "string" },
    "job-starts-per-hour": { type: "string" },
    direct: { type: "boolean" },
    "odd-shapes": { type: "boolean" },
    "sso-up": { type: "boolean" },
    "control-token": { type: "string" },
    "state-file": { type: "string" },
    people: { type: "string" },
    seed: { type: "string" },
  },
})

type Flag = keyof typeof values

function setting(flag: Flag): string | undefined {
  const given = values[flag]
  return given === undefined ? process.env[`PRACTICE_${flag.toUpperCase().replaceAll("-", "_")}`] : String(
    given,
  )
}

function number(flag: Flag): number | undefined {
  const text = setting(flag)
  if (text === undefined) return undefined
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${flag} must be a number, 0 or more`)
  return value
}

function yes(flag: Flag): boolean {
  return ["true", "1", "yes"].includes(setting(flag) ?? "")
}

const starts = number("job-starts-per-hour")
const alma = await startPracticeAlma({
  port: number("port"),
  host: setting("host"),
  ratePerSecond: number("rate"),
  latencyMs: number("latency"),
  jobMs: number("job-ms"),
  ...(starts === undefined ? {} : { jobLimits: { running: 3, startsPerHour: starts } }),
  directAllowed: yes("direct"),
  oddShapes: yes("odd-shapes"),
  ssoUp: yes("sso-up"),
  controlToken: setting("control-token"),
  stateFile: setting("state-file"),
  people: practicePeople({ count: number("people") ?? 0, roles: true }),
  seed: number("seed"),
})
process.stdout.write(`${JSON.stringify({ url: alma.url, apiKey: alma.apiKey, port: alma.port })}\n`)

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void alma.close().then(() => process.exit(0)))
}
