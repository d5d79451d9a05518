import { describe, expect, it } from "vitest"
import { parseJobPayload, runParameters, type JobParameter } from "@/lib/alma/job-payload"

const LINE = "POST /almaws/v1/conf/jobs/M148?op=run"
const U = "UPDATE_User_Information_"

const base: Record<string, string> = {
  PRODUCT: "alma",
  [`${U}SetAccountTo_Value`]: "INTERNAL & more",
  [`${U}SetAccountTo_Active`]: "true",
  [`${U}DontGeneratePassword_Active`]: "false",
  [`${U}DontGeneratePassword_Value`]: "true",
  [`${U}Status_Active`]: "false",
  [`${U}Status_Value`]: "INACTIVE",
  [`${U}ExportToCloudIdP_Active`]: "false",
  [`${U}ExportToCloudIdP_Value`]: "false",
  SEND_Notification_To_User_Active: "false",
  SEND_Notification_To_User_Value: "SOCIAL_LOGIN",
  [`${U}AddNote_Value`]: "",
  set_id: "123",
  job_name: 'Update/Notify Users - via API - "staff" é [1]',
}

const listOf = (values: Record<string, string | undefined>): JobParameter[] =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))

const escape = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;")
const hosted = "https://api-na.hosted.exlibrisgroup.com"

function xml(values: Record<string, string | undefined>): string {
  const rows = listOf(values).map(({ name, value }) => {
    const inside = `\t<name>${name}</name>\n\t\t\t<value>${escape(value)}</value>`
    return `<parameter>\n\t\t${inside}\n\t\t</parameter>`
  })
  return `<job>\n\t<parameters>\n\t\t${rows.join("\n\t\t")}\n\t</parameters>\n</job>`
}

function json(values: Record<string, string | undefined>): string {
  const parameter = listOf(values).map(({ name, value }) => ({ name: { value: name }, value }))
  return JSON.stringify({ parameter }, null, 1)
}

const payload = { jobId: "M148", parameters: listOf(base) }
const reasonOf = (text: string) => {
  const parsed = parseJobPayload(text)
  return parsed.ok ? "accepted" : parsed.reason
}

describe("parseJobPayload accepts", () => {
  it.each([
    ["XML", `${LINE}\n\n${xml(base)}`],
    ["JSON", `${LINE}\n${json(base)}`],
    ["both", `API Information\n${LINE}\nXML\n${xml(base)}\nJSON\n${json(base)}\nSubmit  Cancel`],
    ["a line with the host", `POST ${hosted}/almaws/v1/conf/jobs/M148?op=run\n${json(base)}`],
    ["CRLF", `${LINE}\r\n${xml(base)}`.replaceAll("\n", "\r\n")],
    ["an attribute", `${LINE}<?xml version=“1”?>${xml(base).replace("<job>", "<job link=“x”>")}`],
    ["a tree view's minus signs", `${LINE}\n-${xml(base).replaceAll("<parameter>", "-<parameter>")}`],
    ["the line twice, and after", `${json(base)}\n${LINE}\n${LINE}`],
    ["zero-width characters", `\uFEFF${LINE}\u200B\n${xml(base)}`],
    ["two forms, another set", `${LINE}${xml(base)}${json({ ...base, set_id: "9", job_name: "x" })}`],
  ])("%s", (_name, text) => {
    expect(parseJobPayload(text)).toMatchObject({ ok: true, payload })
  })

  it("smart quotes around JSON", () => {
    const values = { ...base, job_name: "plain" }
    const smart = json(values).replaceAll(/"([^"]*)"/g, "“$1”")
    expect(parseJobPayload(`${LINE}\n${smart}`)).toMatchObject({
      ok: true,
      payload: { parameters: listOf(values) },
    })
  })

  it("any account type value, and says what will happen", () => {
    const parsed = parseJobPayload(`${LINE}${json({ ...base, [`${U}SetAccountTo_Value`]: "2" })}`)
    expect(parsed).toMatchObject({ ok: true })
    expect(parsed.ok && parsed.says).toMatch(/Job M148, 14 parameters, .*value: 2.*set the account type to “2”.* send no letters/)
  })

  it("kept passwords, and says so", () => {
    const parsed = parseJobPayload(`${LINE}${xml({ ...base, [`${U}DontGeneratePassword_Active`]: "true" })}`)
    expect(parsed.ok && parsed.says).toContain("keeps old passwords")
  })

  it("a missing line where the parameters are plainly this job's, and says so", () => {
    const parsed = parseJobPayload(json(base))
    expect(parsed).toMatchObject({ ok: true, payload: { jobId: "M148" } })
    expect(parsed.ok && parsed.says).toContain("taken to be M148")
  })

  it("another number of the job from the line", () => {
    const parsed = parseJobPayload(`POST /almaws/v1/conf/jobs/M7001?op=run ${json(base)}`)
    expect(parsed).toMatchObject({ ok: true, payload: { jobId: "M7001" } })
  })
})

describe("parseJobPayload refuses", () => {
  const changed = (change: Record<string, string | undefined>) => `${LINE}\n${xml({ ...base, ...change })}`
  const whole = xml(base)
  const wholeJson = json(base)

  it.each([
    ["nothing", "", "no job payload"],
    ["other text", "Dear colleague, please see {attached} <b>", "no job payload"],
    ["the line alone", LINE, "payload below it is missing"],
    ["XML cut in the middle", `${LINE}${whole.slice(0, 700)}`, "cut off"],
    ["XML cut before its last tag", `${LINE}${whole.slice(0, -6)}`, "cut off"],
    ["XML without its beginning", `${LINE}${whole.slice(300)}`, "cut off"],
    ["XML with a hole", `${LINE}${whole.slice(0, 300)}${whole.slice(340)}`, "cut off"],
    ["JSON cut in the middle", `${LINE}${wholeJson.slice(0, 400)}`, "cut off"],
    ["whole XML and cut JSON", `${LINE}${whole}${wholeJson.slice(0, 400)}`, "cut off"],
    ["an entity trick", `${LINE}${whole.replace("<parameters>", '<!ENTITY a "b"><parameters>')}`, "cut off"],
    ["a part", changed({ [`${U}SetAccountTo_Value`]: undefined }), "part of it is missing"],
    ["another job's line", `POST /almaws/v1/conf/jobs/S99?op=run${whole}`, "(job S99) isn't that of Update"],
    ["another job", `POST /almaws/v1/conf/jobs/M44?op=run${xml({ task_X: "1" })}`, "(job M44) isn't that of"],
    ["no line and another job", xml({ task_X: "1" }), "isn't that of Update/Notify Users"],
    ["two jobs", `${LINE}\nPOST /almaws/v1/conf/jobs/M44?op=run${whole}`, "different jobs (M148, M44)"],
    ["two payloads", `${LINE}${whole}${json({ ...base, PRODUCT: "x" })}`, "different payloads"],
    ["letters", changed({ SEND_Notification_To_User_Active: "true" }), "sends letters"],
    ["cloud export", changed({ [`${U}ExportToCloudIdP_Active`]: "TRUE" }), "another identity service"],
    ["a status change", changed({ [`${U}Status_Active`]: "true" }), "account type: Status."],
    ["an odd spelling of on", changed({ [`${U}Status_Active`]: "yes" }), "account type: Status."],
    ["a change not known", changed({ Brand_New_Active: " True " }), "account type: Brand_New."],
    ["the account type off", changed({ [`${U}SetAccountTo_Active`]: "false" }), "doesn't change the account"],
    ["no account type", changed({ [`${U}SetAccountTo_Value`]: "" }), "says no account type"],
    ["Null", changed({ [`${U}SetAccountTo_Value`]: " Null " }), "says no account type"],
    ["a contradiction", `${LINE}${whole.replace("PRODUCT", `${U}Status_Active`)}`, "appears twice"],
    ["too much", `${LINE}${whole}${"é".repeat(600_000)}`, "larger than 1 MB"],
  ])("%s", (_name, text, words) => {
    expect(reasonOf(text)).toContain(words)
  })

  it("hostile text quickly", () => {
    const pieces = ["<job ", "<job>", '"parameter":[', "{", '"parameter":', "/conf/jobs/M", "<parameter", "&"]
    for (const piece of pieces) {
      const started = performance.now()
      expect(parseJobPayload(piece.repeat(Math.floor(1_000_000 / piece.length))).ok).toBe(false)
      expect(performance.now() - started).toBeLessThan(1_500)
    }
  })
})

describe("runParameters", () => {
  it("replaces set and name in place and keeps the rest", () => {
    const ours = runParameters(payload, "777", "Lantern T1")
    expect(ours).toEqual(listOf({ ...base, set_id: "777", job_name: "Lantern T1" }))
    expect(payload.parameters).toEqual(listOf(base))
  })

  it("adds them when they are absent", () => {
    const { set_id: _set, job_name: _name, ...rest } = base
    const ours = runParameters({ jobId: "M148", parameters: listOf(rest) }, "7", "n")
    expect(ours).toEqual([...listOf(rest), { name: "set_id", value: "7" }, { name: "job_name", value: "n" }])
  })
})
