import { describe, expect, it } from "vitest"
import { pages, queryOf, say, withAlma } from "@/lib/alma/test-server"

const inst = (link: string | undefined) => ({
  id: "M148",
  name: "Update/Notify Users",
  parameter: [{ name: { value: "set_id" }, value: "77" }],
  additional_info: { value: "Job no. 956 triggered on Sun", link },
  link: "https://example.test/almaws/v1/conf/jobs/M148",
})

describe("jobs", () => {
  it("starts a job and reads which run and which set Alma took", async () => {
    const answer = say(200, inst("https://h.test/almaws/v1/conf/jobs/M148/instances/9563643080000561"))
    await withAlma(answer, async (alma, seen) => {
      expect(await alma.runJob("M148", [{ name: "set_id", value: "77" }])).toEqual({
        kind: "ok",
        value: { instanceId: "9563643080000561", setIdEcho: "77" },
      })
      expect(seen[0]).toMatchObject({ method: "POST", url: "/almaws/v1/conf/jobs/M148?op=run" })
      expect(seen[0]?.body).toBe('{"parameter":[{"name":{"value":"set_id"},"value":"77"}]}')
    })
  })

  it("doesn't take the job's link for a run", async () => {
    for (const link of [undefined, "", "https://h.test/almaws/v1/conf/jobs/M148"]) {
      await withAlma(say(200, inst(link)), async (alma) => {
        expect(await alma.runJob("M148", [])).toMatchObject({ kind: "ok", value: { instanceId: null } })
      })
    }
  })

  it("finds a run by its name alone or with Alma's date behind it", async () => {
    const row = (id: string, name: string) => ({ id, name, status: { value: "RUNNING" }, progress: 3 })
    const others = Array.from({ length: 100 }, (_, at) => row(`x${at}`, `Lantern T1 extra${at} - 2025-10-05`))
    const rows = [...others, row("hit", "Lantern T1 - 2025-10-05 4:11 AM")]
    await withAlma(pages("job_instance", rows), async (alma, seen) => {
      const from = new Date("2025-10-04T23:00:00Z")
      const to = new Date("2025-10-06T01:00:00Z")
      const found = await alma.findJobInstance("M148", "Lantern T1", from, to)
      expect(found).toMatchObject({ kind: "ok", value: { id: "hit" } })
      expect(queryOf(seen[0]).get("submit_date_from")).toBe("2025-10-04")
      expect(queryOf(seen[0]).get("submit_date_to")).toBe("2025-10-06")
      expect(await alma.findJobInstance("M148", "Lantern T2", from, to)).toEqual({ kind: "ok", value: null })
    })
  })

  it.each([
    ["QUEUED", "running"],
    ["FINALIZING", "running"],
    ["COMPLETED_SUCCESS", "final"],
    ["COMPLETED_NO_BULKS", "final"],
    ["MANUAL_HANDLING_REQUIRED", "final"],
    ["SOMETHING_NEW", "unknown"],
  ])("tells the phase of %s", async (status, phase) => {
    const body = { id: "1", name: "n", status: { value: status }, progress: 101.3 }
    await withAlma(say(200, body), async (alma) => {
      expect(await alma.getJobInstance("M148", "1")).toEqual({
        kind: "ok",
        value: { id: "1", name: "n", status, phase, progress: 101.3 },
      })
    })
  })
})
