// Practice Almas in a process of their own: one an institution. What they saw is asked for over the channel to the parent.
import { practicePeople } from "@/lib/practice/people"
import { type PracticeAlma, startPracticeAlma } from "@/lib/practice/practice-alma"
import type { RequestLogEntry } from "@/lib/practice/types"
import type { AlmaSpec, Arrival, ToAlmas } from "./messages"
import { watchUsage } from "./usage"

const specs = JSON.parse(process.argv[2] ?? "[]") as AlmaSpec[]
const usage = watchUsage()
const almas: PracticeAlma[] = []
for (const { people, name, ...options } of specs) {
  almas.push(await startPracticeAlma({ ...options, people: practicePeople({ count: people }), institution: { value: name, desc: name } }))
}

process.on("message", (message: ToAlmas) => process.send?.({ answer: answer(message) }))
process.on("disconnect", () => process.exit(0))
process.send?.({ answer: almas.map(({ url, apiKey }) => ({ url, apiKey })) })

function answer(message: ToAlmas): unknown {
  if (message.ask === "usage") return usage()
  const alma = almas[message.at]!
  if (message.ask === "internal") return alma.users().filter((user) => isPlain(user.primary_id) && isInternal(user.account_type)).length
  return alma.requests().filter((entry) => entry.ms >= message.from).map(arrivalOf)
}

function arrivalOf({ ms, method, path, op, status }: RequestLogEntry): Arrival {
  const user = /\/users\/(staff\d+)$/.exec(path)?.[1] ?? ""
  const kind = user === "" ? "other" : method === "GET" ? "read" : method === "PUT" ? "write" : "other"
  const call = `${method} ${path.replace(/^\/almaws\/v1/, "").replace(/\d{6,}/g, "{id}").replace(/M\d+/, "{job}")}${op ? ` op=${op}` : ""}`
  return { ms, kind, call: user === "" ? call : kind, user, status }
}

function isPlain(id: unknown): boolean {
  return typeof id === "string" && /^staff\d+$/.test(id)
}

function isInternal(type: unknown): boolean {
  return typeof type === "object" && type !== null && "value" in type && type.value === "INTERNAL"
}
