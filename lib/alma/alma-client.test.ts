import { createServer } from "node:net"
import { describe, expect, it } from "vitest"
import { createAlmaClient } from "@/lib/alma/alma-client"
import { envelope, OpenBudget, say, TEST_KEY, withAlma, type Answer } from "@/lib/alma/test-server"

const XML = (code: string, message: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<web_service_result xmlns="http://com/exlibris/urm/general/xmlbeans"><errorsExist>true</errorsExist>
<errorList><error><errorCode>${code}</errorCode><errorMessage>${message}</errorMessage></error></errorList>
</web_service_result>`

const user = { primary_id: "nora", account_type: "EXTERNAL", external_id: "SIS" }

const get = (answer: Answer) => withAlma(answer, (alma) => alma.getUser("nora"))
const put = (answer: Answer) => withAlma(answer, (alma) => alma.putUser("nora", user))

describe("outcomes by what Alma says", () => {
  it.each([
    ["JSON list", say(400, envelope("401861"))],
    ["XML with a namespace", say(400, XML("401861", "User not found."), "application/xml")],
    ["JSON said to be XML", say(400, envelope("401890"), "application/xml")],
    ["wrapped", say(400, { web_service_result: { errorList: { error: { errorCode: "401861" } } } })],
    [
      "error as an object, errorsExist as text",
      say(400, { errorsExist: "true", errorList: { error: { errorCode: 401861, errorMessage: "No." } } }),
    ],
    ["HTTP 200 with an envelope", say(200, envelope("401861"))],
  ])("knows not found: %s", async (_name, answer) => {
    expect(await get(answer)).toMatchObject({ kind: "not_found" })
  })

  it.each([
    ["UNAUTHORIZED in XML", say(400, XML("UNAUTHORIZED", "API-key not defined."))],
    ["plain text", say(400, "Invalid API Key", "text/plain")],
    ["401", say(401, envelope("UNAUTHORIZED"))],
    ["403 with a page", say(403, "<html><body>No</body></html>", "text/html")],
    ["403 with nothing", say(403, "")],
  ])("knows unauthorized: %s", async (_name, answer) => {
    expect(await put(answer)).toMatchObject({ kind: "unauthorized" })
  })

  it.each([
    ["JSON", say(429, envelope("PER_SECOND_THRESHOLD"))],
    ["XML", say(429, XML("PER_SECOND_THRESHOLD", "Too many."))],
    ["without a body", say(429, "")],
    ["with HTTP 400", say(400, envelope("PER_SECOND_THRESHOLD"))],
  ])("knows throttled, and slows the budget down: %s", async (_name, answer) => {
    await withAlma(answer, async (alma, seen, _slept, budget) => {
      expect(await alma.putUser("nora", user)).toMatchObject({ kind: "throttled" })
      expect(seen).toHaveLength(1)
      expect(budget.throttledCount).toBe(1)
    })
  })

  it("knows the daily limit and doesn't ask again", async () => {
    await withAlma(say(429, XML("DAILY_THRESHOLD", "Enough.")), async (alma, seen, _slept, budget) => {
      expect(await alma.getUser("nora")).toMatchObject({ kind: "daily_limit" })
      expect(seen).toHaveLength(1)
      expect(budget.throttledCount).toBe(0)
    })
  })

  it("knows a refusal, with the tracking id beside or inside the message", async () => {
    expect(await put(say(400, envelope("401664", "Mandatory field is missing: x", "E02-1")))).toEqual({
      kind: "refused",
      error: {
        code: "401664",
        message: "Mandatory field is missing: x",
        trackingId: "E02-1",
        httpStatus: 400,
      },
    })
    const inside = XML("401858", "The external id isn&apos;t yours.\n(Tracking ID: E01-77-ABC)")
    expect(await put(say(400, inside))).toEqual({
      kind: "refused",
      error: {
        code: "401858",
        message: "The external id isn't yours.",
        trackingId: "E01-77-ABC",
        httpStatus: 400,
      },
    })
  })

  it.each([
    ["500 with a business code", say(500, envelope("401664")), "server_error"],
    ["502 page", say(502, "<!DOCTYPE html><html></html>", "text/html"), "server_error"],
    ["503 with nothing", say(503, ""), "server_error"],
    ["a crash in Alma's form", say(400, envelope("INTERNAL_SERVER_ERROR")), "server_error"],
    ["an envelope without an error", say(200, { errorsExist: true, errorList: null }), "server_error"],
    ["200 that is no user", say(200, { hello: 1 }), "unreadable"],
    ["200 that is a list", say(200, []), "unreadable"],
    ["200 page", say(200, "<html></html>", "text/html"), "unreadable"],
    ["200 XML user", say(200, "<user><primary_id>nora</primary_id></user>"), "unreadable"],
    ["200 with nothing", say(200, ""), "unreadable"],
    ["200 cut JSON", say(200, '{"primary_id":"nor'), "unreadable"],
    ["400 page from the way", say(400, "<html></html>", "text/html"), "unreadable"],
    ["404 text", say(404, "no such page", "text/plain"), "unreadable"],
    ["redirect", (_request, response) => void response.writeHead(302, { location: "/x" }).end(), "redirect"],
  ] satisfies [string, Answer, string][])("knows it doesn't know: %s", async (_name, answer, cause) => {
    await withAlma(answer, async (alma, seen) => {
      expect(await alma.putUser("nora", user)).toMatchObject({ kind: "unknown", cause })
      expect(seen).toHaveLength(1)
    })
  })

  it("never expands entities, nor reads a large or deep error document", async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "401861">]>${XML("&a;", "x").replace(/<\?.*?\?>/, "")}`
    expect(await put(say(400, bomb))).toMatchObject({ kind: "unknown", cause: "unreadable" })
    const large = XML("401861", "x".repeat(70_000))
    expect(await put(say(400, large))).toMatchObject({ kind: "unknown", cause: "unreadable" })
    const deep = `${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}`
    expect(await put(say(400, deep))).toMatchObject({ kind: "unknown", cause: "unreadable" })
  })
})

describe("the wire", () => {
  const reset: Answer = (_request, response) => void response.socket?.destroy()
  const hang: Answer = () => {}
  const cut: Answer = (_request, response) => {
    response.writeHead(200, { "content-length": "500" }).write('{"primary_id":"nora"')
    setTimeout(() => response.socket?.destroy(), 20)
  }
  const drip: Answer = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" })
    const timer = setInterval(() => response.write(" "), 20)
    response.on("close", () => clearInterval(timer))
  }

  it.each([
    ["reset", reset, "reset"],
    ["a cut body", cut, "reset"],
    ["no answer", hang, "timeout"],
    ["a slow body", drip, "timeout"],
  ] as const)("answers unknown to a write on %s, and sends it once", async (_name, answer, cause) => {
    await withAlma(
      answer,
      async (alma, seen) => {
        expect(await alma.putUser("nora", user)).toMatchObject({ kind: "unknown", cause })
        await new Promise((resolve) => setTimeout(resolve, 50))
        expect(seen).toHaveLength(1)
      },
      { timeoutMs: 200 },
    )
  })

  it("sends no write twice, whichever it is", async () => {
    await withAlma(say(503, ""), async (alma, seen) => {
      const parameters = [{ name: "set_id", value: "1" }]
      const outcomes = await Promise.all([
        alma.putUser("a", user),
        alma.createUser(user),
        alma.createSet("s"),
        alma.addSetMembers("1", ["a"]),
        alma.deleteSet("1"),
        alma.runJob("M148", parameters),
        alma.checkPassword("a", "pass word"),
      ])
      expect(outcomes.map(({ kind }) => kind)).toEqual(Array(7).fill("unknown"))
      expect(seen).toHaveLength(7)
    })
  })

  it("asks a read three times, waiting longer each time", async () => {
    await withAlma(say(503, ""), async (alma, seen, slept, budget) => {
      expect(await alma.getUser("nora")).toMatchObject({ kind: "unknown" })
      expect(seen).toHaveLength(3)
      expect(slept).toEqual([125, 250])
      expect(budget.reserved).toEqual(["change", "change", "change"])
    })
  })

  it("takes the first good answer of a read, and waits a second at least after 429", async () => {
    let asked = 0
    const answer: Answer = (request, response) => {
      asked += 1
      say(asked < 3 ? 429 : 200, asked < 3 ? "" : user)(request, response)
    }
    await withAlma(answer, async (alma, seen, slept) => {
      expect(await alma.getUser("nora")).toEqual({ kind: "ok", value: user })
      expect(seen).toHaveLength(3)
      expect(slept).toEqual([1125, 1250])
    })
  })

  it("follows no redirect and repeats none", async () => {
    const answer: Answer = (_request, response) => {
      response.writeHead(307, { location: "/almaws/v1/users/else" }).end()
    }
    await withAlma(answer, async (alma, seen) => {
      expect(await alma.getUser("nora")).toMatchObject({ kind: "unknown", cause: "redirect" })
      expect(seen).toHaveLength(1)
    })
  })

  it("reads no more than 8 MB", async () => {
    const big = (size: number) => say(200, { primary_id: "nora", user_note: ["x".repeat(size)] })
    expect(await get(big(5 * 1024 * 1024))).toMatchObject({ kind: "ok" })
    await withAlma(big(8 * 1024 * 1024), async (alma, seen) => {
      expect(await alma.getUser("nora")).toMatchObject({ kind: "unknown", cause: "too_large" })
      expect(seen).toHaveLength(1)
    })
  })

  it("says unreachable when nothing was sent: refused, no such host, no TLS", async () => {
    const listener = createServer((socket) => socket.end("not TLS"))
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
    const address = listener.address()
    const port = typeof address === "object" ? address?.port : 0
    const baseUrls = ["http://127.0.0.1:1", "http://no-such-host.invalid", `https://127.0.0.1:${port}`]
    for (const baseUrl of baseUrls) {
      await withAlma(
        say(200, user),
        async (alma, _seen, slept) => {
          expect(await alma.putUser("nora", user)).toMatchObject({ kind: "unreachable" })
          expect(await alma.getUser("nora")).toMatchObject({ kind: "unreachable" })
          expect(slept).toHaveLength(2)
        },
        { baseUrl },
      )
    }
    listener.close()
  })

  it("says unreachable when it gave up waiting for a connection", async () => {
    // A listener that accepts and stays silent: TLS never completes, so the request never leaves.
    const listener = createServer(() => {})
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve))
    const address = listener.address()
    const port = typeof address === "object" ? address?.port : 0
    const connection = { baseUrl: `https://127.0.0.1:${port}`, apiKey: TEST_KEY, budget: new OpenBudget() }
    const alma = createAlmaClient({ ...connection, timeoutMs: 100 })
    expect(await alma.putUser("nora", user)).toMatchObject({ kind: "unreachable" })
    await alma.close()
    listener.close()
  })

  it("sends nothing without the budget", async () => {
    const budget = new OpenBudget()
    budget.reserve = () => Promise.reject(new Error("database gone"))
    await withAlma(
      say(200, user),
      async (alma, seen) => {
        expect(await alma.putUser("nora", user)).toMatchObject({ kind: "unreachable" })
        expect(seen).toHaveLength(0)
      },
      { budget },
    )
  })

  it("keeps at most 32 requests under way", async () => {
    let open = 0
    let most = 0
    const answer: Answer = (request, response) => {
      open += 1
      most = Math.max(most, open)
      setTimeout(() => {
        open -= 1
        say(200, user)(request, response)
      }, 20)
    }
    await withAlma(answer, async (alma) => {
      await Promise.all(Array.from({ length: 100 }, () => alma.getUser("nora")))
      expect(most).toBeLessThanOrEqual(32)
      expect(most).toBeGreaterThan(5)
    })
  })

  it("asks for JSON with the key in its header, at the base path", async () => {
    const answer = say(200, user)
    await withAlma(answer, async (alma, seen) => {
      await alma.getUser("nora")
      expect(seen[0]?.url).toBe("/almaws/v1/users/nora")
      expect(seen[0]?.headers).toMatchObject({
        accept: "application/json",
        authorization: `apikey ${TEST_KEY}`,
      })
    })
  })

  it("keeps the key and passwords out of every outcome", async () => {
    const password = `pa&ss "wörd" 1`
    const secret = [TEST_KEY, password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1)]
    for (const status of [200, 400, 403, 500]) {
      const answers = [
        say(status, envelope("X", `No: ${secret.join(" / ")}`, TEST_KEY)),
        say(status, XML("X", secret.join(" ").replaceAll("&", "&amp;"))),
        say(status, `Invalid API Key ${secret.join(" ")}`, "text/plain"),
        say(status, { ...user, password }),
      ]
      for (const answer of answers) {
        await withAlma(answer, async (alma) => {
          const written = await alma.putUser("n", { ...user, password })
          const text = JSON.stringify([written, await alma.checkPassword("n", password)])
          for (const one of secret) expect(text.includes(JSON.stringify(one).slice(1, -1))).toBe(false)
        })
      }
    }
  })
})
