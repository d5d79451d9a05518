import { AlmaRefusal, json, noContent, type Answer } from "./answer"
import { bodyOf, listAnswer, type Call, type World } from "./call"
import * as record from "./record"
import { primaryIdOf, textOf } from "./record"
import type { PracticeSet } from "./store"
import { userLink } from "./user-view"

const MAX_MEMBERS = 1000
/** Codes of the institution's UserIdentifierTypes; the primary id isn't one of them. */
const ID_TYPES = ["BARCODE", "UNIV_ID", "NET_ID", "INST_ID"]

/** Makes an empty set; members in the create body are ignored (recorded answer). */
export function createSet(world: World, call: Call): Answer {
  const body = bodyOf(call)
  const name = textOf(body["name"]).trim()
  if (record.codeOf(body["type"]) !== "ITEMIZED") {
    throw new AlmaRefusal("402262", "Set type is invalid. Only 'ITEMIZED' and 'LOGICAL' sets are supported.")
  }
  if (record.codeOf(body["content"]) !== "USER" || name === "" || name.length >= 100) {
    throw new AlmaRefusal("402265", "Failed to create a set.")
  }
  const taken = [...world.store.sets.values()].some((set) => set.name.toLowerCase() === name.toLowerCase())
  if (taken) throw new AlmaRefusal("402263", "The set name already exists. Please choose a different name.")
  const set: PracticeSet = {
    id: world.store.nextId(),
    name,
    description: textOf(body["description"]),
    private: record.codeOf(body["private"]) || "true",
    status: record.codeOf(body["status"]) || "ACTIVE",
    createdAt: world.clock().toISOString(),
    members: [],
  }
  world.store.sets.set(set.id, set)
  world.store.onChange()
  return json(setView(world, set))
}

/** `q=name~words` is a word search, not an exact one. */
export function listSets(world: World, call: Call): Answer {
  const query = call.query.get("q") ?? ""
  const cut = query.indexOf("~")
  if (query !== "" && cut < 1) throw new AlmaRefusal("60106", "Invalid query format.")
  const words = wordsOf(query.slice(cut + 1))
  const found = [...world.store.sets.values()].filter((set) => {
    const have = wordsOf(set.name)
    return words.every((word) => have.some((each) => each.startsWith(word)))
  })
  return json(listAnswer("set", found, call, (set) => setView(world, set)))
}

export function getSet(world: World, _call: Call, [id = ""]: string[]): Answer {
  return json(setView(world, findSet(world, id)))
}

export function deleteSet(world: World, _call: Call, [id = ""]: string[]): Answer {
  if (!world.store.sets.delete(id)) throw new AlmaRefusal("402264", "Invalid Set ID.")
  world.store.onChange()
  return noContent()
}

export function getMembers(world: World, call: Call, [id = ""]: string[]): Answer {
  const set = findSet(world, id)
  const members = set.members.flatMap((uid) => {
    const user = world.store.accounts.get(uid)?.user
    if (!user) return []
    const description = `${textOf(user["last_name"])}, ${textOf(user["first_name"])}`
    return [{ id: primaryIdOf(user), description, link: userLink(user, world.base()) }]
  })
  const answer = listAnswer("member", members, call)
  if (world.settings.oddShapes && Array.isArray(answer["member"]) && answer["member"].length === 1) {
    answer["member"] = answer["member"][0]
  }
  return json(answer)
}

/** `op=add_members|replace_members|delete_members`; takes effect at once. */
export function manageMembers(world: World, call: Call, [id = ""]: string[]): Answer {
  const set = findSet(world, id)
  const op = call.op ?? ""
  if (!["add_members", "replace_members", "delete_members"].includes(op)) {
    throw new AlmaRefusal("60111", "Invalid operation.")
  }
  const uids = memberUids(world, call)
  if (op === "add_members" && uids.some((uid) => set.members.includes(uid))) {
    throw new AlmaRefusal("60115", "A member ID is already in the set.")
  }
  if (op === "delete_members" && uids.some((uid) => !set.members.includes(uid))) {
    throw new AlmaRefusal("60117", "Input set member ID is not in set.")
  }
  if (op === "add_members") set.members = [...set.members, ...uids]
  else if (op === "replace_members") set.members = uids
  else set.members = set.members.filter((uid) => !uids.includes(uid))
  world.store.onChange()
  return json(setView(world, set))
}

function memberUids(world: World, call: Call): string[] {
  const type = call.query.get("id_type")
  if (type && !ID_TYPES.includes(type.toUpperCase())) {
    throw new AlmaRefusal("40166410", `Invalid parameter identifier type. Value: ${type}.`)
  }
  const members = bodyOf(call)["members"]
  const given = record.listOf(record.isObject(members) ? members["member"] : null)
  if (given.length === 0) throw new AlmaRefusal("60113", "Input set with no members.")
  if (given.length > MAX_MEMBERS) throw new AlmaRefusal("60118", "Input set member list exceeds limit.")
  const strict = call.query.get("fail_on_invalid_id") !== "false"
  const uids: string[] = []
  for (const member of given) {
    const id = textOf(member["id"])
    if (id === "") throw new AlmaRefusal("60114", "Input set with no member ID.")
    const account = type ? world.store.resolve(id, type) : world.store.byPrimaryId(id)
    if (account && uids.includes(account.uid)) {
      throw new AlmaRefusal("60119", "Input set with duplicate member.")
    }
    if (account) uids.push(account.uid)
    else if (strict) throw new AlmaRefusal("60116", `A member ID is not valid for the content: ${id}.`)
  }
  return uids
}

function findSet(world: World, id: string): PracticeSet {
  const set = world.store.sets.get(id)
  if (!set) throw new AlmaRefusal("60107", "Invalid set ID.")
  return set
}

function setView(world: World, set: PracticeSet): record.JsonObject {
  const link = `${world.base()}/conf/sets/${set.id}`
  const count = set.members.length
  return {
    id: set.id,
    name: set.name,
    description: set.description,
    type: { value: "ITEMIZED", desc: "Itemized" },
    content: { value: "USER", desc: "User" },
    status: { value: set.status, desc: set.status === "ACTIVE" ? "Active" : "Inactive" },
    origin: { value: "UI", desc: "Institution only" },
    private: { value: set.private, desc: set.private === "true" ? "Yes" : "No" },
    status_date: set.createdAt,
    created_by: { value: "exl_api", desc: "Ex Libris, API" },
    created_date: set.createdAt,
    number_of_members: { value: world.settings.oddShapes ? String(count) : count, link: `${link}/members` },
    link,
  }
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")
}
