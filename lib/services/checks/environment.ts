import { KEY_FIX, fail, notLooked, ok, single, warn } from "./check"

export const environmentCheck = single("environment", async ({ alma, institution }) => {
  const id = "environment"
  const answer = await alma.general()
  if (answer.kind === "unauthorized") {
    return warn(id, "The key may not read which Alma it reaches.", `${KEY_FIX} Configuration, read.`)
  }
  if (answer.kind !== "ok") return notLooked(id, answer)
  const { institution: who, environment } = answer.value
  if (institution.practice) return ok(id, "The practice Alma: invented people only.")
  const known = institution.almaIdentity
  if (known !== null && known !== `${who.code}|${environment}`) {
    const fix = `If that is right, enter the key again in Settings, or: lantern institution set ${institution.code} --api-key-env VAR`
    return fail(id, `The key now reaches another Alma: ${who.name} (${who.code}, ${environment}).`, fix)
  }
  const words = `${who.name} (${who.code}), ${environment}`
  if (environment === "sandbox") return warn(id, `${words}: not the Alma that staff work in.`, "Use a production key when this is for real.")
  return ok(id, `${words}.`)
})
