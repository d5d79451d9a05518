import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { freePort } from "@/lib/db/postgres-cluster"
import { openCli } from "@/lib/cli/cli-context"
import type { Env } from "@/lib/env"
import { practiceJobPayload } from "@/lib/practice/job-payload"
import { practicePeople } from "@/lib/practice/people"
import { PRACTICE_API_KEY, startPracticeAlma } from "@/lib/practice/practice-alma"
import { createSignInLink } from "@/lib/services/create-sign-in-link"
import { PRACTICE_PERSON, seedPractice } from "@/lib/services/seed-practice"
import { stopWithUs } from "@/scripts/stop"

export interface Practice {
  /** http://127.0.0.1:PORT, without a path. */
  url: string
  apiKey: string
}

/** The practice Alma keeps its people and its port; a second Lantern on the same data folder uses the first one's. */
export async function openPractice(settings: Env): Promise<Practice> {
  const portFile = path.join(settings.LANTERN_DATA_DIR, "practice-port")
  const remembered = Number(await readFile(portFile, "utf8").catch(() => "0"))
  const url = `http://127.0.0.1:${remembered}`
  const practice = remembered && (await answers(url)) ? { url, apiKey: PRACTICE_API_KEY } : await start(settings, remembered)
  const { host, port } = new URL(practice.url)
  await writeFile(portFile, port)
  // Not one of Ex Libris's hosts, so it has to be allowed; Next's bundle reads its settings anew.
  process.env.LANTERN_ALLOW_API_HOSTS = [...settings.LANTERN_ALLOW_API_HOSTS, host].join(",")
  return practice
}

/** @returns a link that signs the practice person in, once */
export async function seedAndSignIn(practice: Practice): Promise<string> {
  const { ctx, close } = await openCli()
  try {
    await seedPractice(ctx, {
      practiceUrl: practice.url,
      apiKey: practice.apiKey,
      jobPayload: practiceJobPayload(),
      loginUrl: `${practice.url}/mng/login?auth=local`,
      ssoUrl: `${practice.url}/SAML`,
    })
    return (await createSignInLink(ctx, { email: PRACTICE_PERSON.email })).url
  } finally {
    await close()
  }
}

async function start(settings: Env, remembered: number): Promise<Practice> {
  const alma = await startPracticeAlma({
    port: await freePort(remembered),
    people: practicePeople({ roles: true }),
    stateFile: path.join(settings.LANTERN_DATA_DIR, "practice-alma.json"),
    controlToken: settings.LANTERN_PRACTICE_TOKEN,
  })
  stopWithUs("the practice Alma", () => alma.close())
  return { url: alma.url, apiKey: alma.apiKey }
}

async function answers(url: string): Promise<boolean> {
  const headers = { authorization: `apikey ${PRACTICE_API_KEY}` }
  const answer = await fetch(`${url}/almaws/v1/conf/general`, { headers, signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
  return answer?.ok ?? false
}
