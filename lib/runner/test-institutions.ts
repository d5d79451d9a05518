import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, afterEach, beforeAll } from "vitest"
import { startPracticeAlma, type PracticeAlma } from "@/lib/practice/practice-alma"
import type { PracticeAlmaOptions } from "@/lib/practice/types"
import { testContext, type TestContext } from "@/lib/services/test-context"

export const FULL = "l8xxfull000000000000"
export const READ_ONLY = "l8xxreadonly00000000"
export const USERS_ONLY = "l8xxusersonly0000000"
const keys = {
  [FULL]: { read: true, write: true, conf: true, confWrite: true },
  [READ_ONLY]: { read: true, write: false, conf: true, confWrite: false },
  [USERS_ONLY]: { read: true, write: true, conf: false, confWrite: false },
}

/** For tests of institutions: a database for the file, and as many Almas and other servers as they ask for. */
export function testInstitutions() {
  let test: TestContext
  const almas: PracticeAlma[] = []
  const servers: Server[] = []
  let serial = 0
  let lastCode = ""

  beforeAll(async () => {
    test = await testContext()
  })
  afterAll(async () => {
    await Promise.all(almas.map((alma) => alma.close()))
    await test.close()
  })
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  return {
    get ctx() {
      return test.ctx
    },
    /** An Alma that is nobody else's. */
    async newAlma(options: PracticeAlmaOptions = {}): Promise<PracticeAlma> {
      const institution = { value: `01TEST${++serial}_INST`, desc: `Test ${serial}` }
      const alma = await startPracticeAlma({ ratePerSecond: 0, keys, institution, environment: "production", ...options })
      almas.push(alma)
      lastCode = institution.value
      test.ctx.settings.allowHosts.push(new URL(alma.url).host)
      return alma
    },
    /** What the newest of them calls itself. */
    lastCode: () => lastCode,
    async otherServer(answer: RequestListener): Promise<string> {
      const server = createServer(answer)
      servers.push(server)
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
      test.ctx.settings.allowHosts.push(host)
      return `http://${host}`
    },
    /** Where nothing listens any more. */
    async deadAddress(): Promise<string> {
      const address = await this.otherServer(() => {})
      await new Promise((done) => servers.pop()!.close(done))
      return address
    },
    options(apiUrl: string, apiKey = FULL) {
      return { code: `T${++serial}`, name: "Test College", apiUrl, apiKey, loginUrl: `${apiUrl}/mng/login?auth=local` }
    },
  }
}

export const person = (role: "admin" | "liaison", institutionId: string | null, minutes = 1) => ({
  kind: "person" as const, personId: "p", name: "Ruth Okafor", memberships: [{ institutionId, role }],
  secondFactor: { at: new Date(Date.now() - minutes * 60_000), by: "code" as const },
})
