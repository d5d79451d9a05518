import { AlmaRefusal, json, type Answer } from "./answer"
import { listAnswer, type Call, type World } from "./call"
import { ROLES } from "./people-parts"

/** Institution and environment: what a key reaches. */
export function getGeneral(world: World): Answer {
  const { institution, environment } = world.settings
  return json({ institution, environment_type: environment, link: `${world.base()}/conf/general` })
}

/** `GET|POST …/test`: the answer's body isn't documented; only the status says something. */
export function testKey(): Answer {
  return json({ result: "success" })
}

/** One SIS profile for each external id in use, the campus sign-on's, and where asked for that of Alma's mail login. */
export function listIntegrationProfiles(world: World, call: Call): Answer {
  const sis = [...world.store.externalIds].map((code, index) => ({
    id: `95636400${index + 1}`,
    code,
    name: `Student information system ${code}`,
    type: { value: "USERS", desc: "Users" },
    system: { value: "SIS", desc: "SIS" },
    link: `${world.base()}/conf/integration-profiles/95636400${index + 1}`,
  }))
  const saml = {
    id: "956364999",
    code: "CAMPUS_SAML",
    name: "Campus sign-on",
    type: { value: "SAML", desc: "SAML" },
    system: { value: "SHIBBOLETH", desc: "Shibboleth" },
    link: `${world.base()}/conf/integration-profiles/956364999`,
  }
  const mail = {
    id: "956364998",
    code: "EMAIL_LOGIN",
    name: "Login by e-mail",
    // No recorded answer shows how Alma codes this one.
    type: { value: "SOCIAL_LOGIN", desc: "Social Login" },
    system: { value: "EMAIL", desc: "Email" },
    link: `${world.base()}/conf/integration-profiles/956364998`,
  }
  const type = call.query.get("type")
  const found = [...sis, saml, ...(world.settings.mailLogin ? [mail] : [])].filter((each) => !type || each.type.value === type)
  return json(listAnswer("integration_profile", found, call))
}

/** Role names by their ids, and the user groups that somebody is in: the groups that an account may be put in here. */
export function getCodeTable(world: World, _call: Call, [name = ""]: string[]): Answer {
  const tables: Record<string, [string, () => Iterable<[string, string]>]> = {
    "HFrUserRoles.roleType": ["User roles", () => Object.entries(ROLES)],
    UserGroups: ["User groups", () => userGroups(world)],
  }
  const table = tables[name]
  if (!table) throw new AlmaRefusal("402119", "General error.")
  const [description, rows] = table
  const row = [...rows()].map(([code, words]) => ({ code, description: words, default: "false", enabled: "true" }))
  return json({ name, description, row, link: `${world.base()}/conf/code-tables/${name}` })
}

function userGroups({ store }: World): Map<string, string> {
  const groups = new Map<string, string>()
  for (const { user } of store.accounts.values()) {
    const { value, desc } = (user["user_group"] ?? {}) as { value?: string; desc?: string }
    if (value) groups.set(value, desc || value)
  }
  return groups
}
