import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import type { Command } from "commander"
import { createProgram } from "@/lib/cli/program"
import { root } from "../fixtures/environment"

export interface BuiltAction {
  /** The name of its file. */
  name: string
  id: string
  /** A page that has it, with `[id]` where an outage's stands. */
  page: string
}

interface ActionManifest {
  node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>
}

const built = async <T>(file: string) => JSON.parse(await readFile(path.join(root, ".next/server", file), "utf8")) as T

/** Every server action of the build: what a browser can call, whether a button does or not. */
export async function builtActions(): Promise<BuiltAction[]> {
  const { node } = await built<ActionManifest>("server-reference-manifest.json")
  return Object.entries(node).map(([id, { workers, filename }]) => ({
    id, name: path.basename(filename, ".ts"), page: addressOf(Object.keys(workers)[0]!.replace(/^app/, "")),
  }))
}

/** Every action that is written down, in the build or not: files of lib/actions with "use server", and any other such file. */
export async function writtenActions(): Promise<string[]> {
  const names: string[] = []
  for (const folder of ["lib", "app", "components"]) {
    for (const entry of await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name.includes(".test.")) continue
      const text = await readFile(path.join(entry.parentPath, entry.name), "utf8")
      if (!/^\s*["']use server["']/m.test(text)) continue
      for (const [, exported] of text.matchAll(/^export (?:const|async function|function) (\w+)/gm)) {
        names.push(`${path.relative(root, path.join(entry.parentPath, entry.name))} ${exported}`)
      }
    }
  }
  return names
}

/** Every page and route handler of the build, as a browser spells it; "page /outages/[id]", "route /icon.svg". */
export async function builtAddresses(): Promise<string[]> {
  const manifest = await built<Record<string, string>>("app-paths-manifest.json")
  // Next's own: what is shown for an error and for what isn't there.
  const ours = Object.keys(manifest).filter((entry) => !entry.startsWith("/_"))
  return ours.map((entry) => `${entry.endsWith("/route") ? "route" : "page"} ${addressOf(entry)}`)
}

/** Every page and route handler that is written down, with its file: "page /outages/[id]". */
export async function writtenAddresses(): Promise<{ what: string; file: string }[]> {
  const entries = await readdir(path.join(root, "app"), { recursive: true, withFileTypes: true })
  return entries.flatMap((entry) => {
    const [, kind] = /^(page|route)\.tsx?$/.exec(entry.name) ?? []
    if (!entry.isFile() || kind === undefined) return []
    const file = path.relative(root, path.join(entry.parentPath, entry.name))
    return [{ what: `${kind} ${addressOf(file.replace(/^app/, "").replace(/\.tsx?$/, ""))}`, file }]
  })
}

/** Every command, "outage declare". */
export function commands(): string[] {
  const leaves = (command: Command, before: string[]): string[] =>
    command.commands.length === 0
      ? [before.join(" ")]
      : command.commands.flatMap((each) => leaves(each, [...before, each.name()]))
  return leaves(createProgram(async () => {}, () => {}), [])
}

function addressOf(entry: string): string {
  return entry.replace(/\/(page|route)$/, "").replaceAll(/\/\([^)]+\)/g, "") || "/"
}

export type Row = Record<string, string>

/** The table: what each principal gets of each thing; nothing but the names for commands. */
export async function accessTable(): Promise<{ principals: string[]; rows: Map<string, Row> }> {
  const text = await readFile(path.join(root, "e2e/security/access-matrix.txt"), "utf8")
  const lines = text.split("\n")
  const principals = lines.find((line) => /^\s+nobody\s/.test(line))!.trim().split(/\s+/)
  const rows = new Map<string, Row>()
  for (const line of lines) {
    const [, what] = /^((?:action|page|route|command) \S+(?: \S+)*?)(?:\s{2,}|$)/.exec(line) ?? []
    if (what === undefined) continue
    const cells = line.slice(what.length).trim().split(/\s+/).filter(Boolean)
    if (!what.startsWith("command") && cells.length !== principals.length) throw new Error(`${what} has ${cells.length} cells of ${principals.length}`)
    if (rows.has(what)) throw new Error(`${what} stands there twice`)
    rows.set(what, Object.fromEntries(cells.map((cell, at) => [principals[at]!, cell])))
  }
  return { principals, rows }
}
