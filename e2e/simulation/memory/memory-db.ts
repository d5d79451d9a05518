// What lib catches is Prisma's own class of error.
// oxlint-disable-next-line no-restricted-imports
import { Prisma } from "@/lib/db/generated/client"
import type { Db } from "@/lib/db/types"
import type { ModelName, Row } from "./models"
import { MODELS, brokenCheck, mayNotBeDeleted } from "./models"
import { rawSql } from "./raw-sql"
import type { Where } from "./where"
import { compareBy, fits, isObject } from "./where"

/** One row as it was and as it is; null where it wasn't or isn't. */
export interface Change {
  model: ModelName
  before: Row | null
  after: Row | null
}

interface Args {
  where?: Where
  data?: unknown
  select?: Where
  include?: Where
  omit?: Where
  orderBy?: Where | Where[]
  take?: number
  skip?: number
  distinct?: string | string[]
  create?: Row
  update?: Row
}

/**
 * The database of a schedule, in memory: what Prisma's client does with the statements that switching and
 * returning make, constraints included. One transaction at a time, so each is as if it were alone. A
 * statement it doesn't know throws; that it does what Postgres does is shown by running the same seeds on both.
 */
export class MemoryDb {
  readonly #tables = new Map<ModelName, Set<Row>>()
  readonly #auditKeys = new Set<string>()
  #changes: Change[] | null = null
  /** Called with what each statement or transaction changed, when it is committed. */
  onCommit: (changes: Change[]) => void = () => {}
  /** Which delegate is asked for by what Prisma calls it. */
  readonly client: Db

  constructor() {
    const delegates = new Map(Object.keys(MODELS).map((name) => [name.toLowerCase(), this.#delegate(name as ModelName)]))
    const answers: Record<string, unknown> = {
      $transaction: (work: (tx: unknown) => Promise<unknown>) => this.#transaction(work),
      $queryRaw: (strings: TemplateStringsArray, ...values: unknown[]) => this.#commits(() => rawSql(this, strings, values).rows),
      $executeRaw: (strings: TemplateStringsArray, ...values: unknown[]) => this.#commits(() => rawSql(this, strings, values).count),
    }
    this.client = new Proxy(answers, {
      get: (known, name) => (typeof name === "string" ? (known[name] ?? delegates.get(name.toLowerCase())) : undefined),
    }) as unknown as Db
  }

  rows(model: ModelName): Set<Row> {
    let table = this.#tables.get(model)
    if (!table) this.#tables.set(model, (table = new Set()))
    return table
  }

  find(model: ModelName, where?: Where): Row[] {
    const found: Row[] = []
    for (const row of this.rows(model)) if (fits(model, row, where, (name) => this.rows(name))) found.push(row)
    return found
  }

  insert(model: ModelName, data: Row): Row {
    const row = { ...MODELS[model].defaults(), ...plain({}, data) }
    this.#check(model, row, null)
    if (model === "auditEntry") this.#auditKeys.add(auditKey(row))
    this.rows(model).add(row)
    this.#log({ model, before: null, after: row })
    return row
  }

  /** Rows stay the same objects; what they were is kept for a rollback. */
  change(model: ModelName, row: Row, data: Row): void {
    if (model === "auditEntry") throw new Error("the audit is only added to")
    const before = { ...row }
    const next = { ...row, ...plain(row, data) }
    this.#check(model, next, row)
    Object.assign(row, next)
    // As in a heap of Postgres, where no order is asked for the newest version comes last.
    this.rows(model).delete(row)
    this.rows(model).add(row)
    this.#log({ model, before, after: row })
  }

  remove(model: ModelName, row: Row): void {
    if (mayNotBeDeleted(model, row)) throw new Error(`this row of ${model} stays`)
    this.rows(model).delete(row)
    this.#log({ model, before: row, after: null })
  }

  #log(change: Change): void {
    this.#changes?.push(change)
  }

  #check(model: ModelName, next: Row, self: Row | null): void {
    const broken = brokenCheck(model, next)
    if (broken) throw new Error(`new row violates check constraint "${broken}"`)
    if (model === "auditEntry") {
      if (this.#auditKeys.has(auditKey(next))) throw doubled(model)
      return
    }
    for (const { columns, only } of MODELS[model].unique) {
      if (only && !only(next)) continue
      if (columns.some((column) => next[column] === null)) continue
      for (const other of this.rows(model)) {
        if (other === self || (only && !only(other))) continue
        if (columns.every((column) => other[column] === next[column])) throw doubled(model)
      }
    }
  }

  /** A statement by itself is a transaction of its own. */
  #commits<T>(work: () => T): Promise<T> {
    if (this.#changes) return promised(work)
    this.#changes = []
    try {
      const value = work()
      const changes = this.#changes
      this.#changes = null
      if (changes.length > 0) this.onCommit(changes)
      return Promise.resolve(value)
    } catch (error) {
      this.#rollback()
      return Promise.reject(error as Error)
    }
  }

  async #transaction(work: (tx: unknown) => Promise<unknown>): Promise<unknown> {
    if (this.#changes) throw new Error("Another transaction is open: the schedule let two run at once.")
    this.#changes = []
    try {
      const value = await work(this.client)
      const changes = this.#changes
      this.#changes = null
      if (changes.length > 0) this.onCommit(changes)
      return value
    } catch (error) {
      this.#rollback()
      throw error
    }
  }

  #rollback(): void {
    for (const { model, before, after } of (this.#changes ?? []).toReversed()) {
      if (before && after) {
        Object.assign(after, before)
      } else if (after) {
        this.rows(model).delete(after)
        if (model === "auditEntry") this.#auditKeys.delete(auditKey(after))
      } else if (before) {
        this.rows(model).add(before)
      }
    }
    this.#changes = null
  }

  #delegate(model: ModelName): Record<string, (args?: Args) => Promise<unknown>> {
    const ask = (work: (args: Args) => unknown) => (args: Args = {}) => this.#commits(() => work(args))
    const many = (args: Args) => this.#select(model, args)
    const first = (args: Args) => this.#select(model, { ...args, take: 1 })[0] ?? null
    const must = (args: Args) => {
      const found = first(args)
      if (found === null) throw notFound(model)
      return found
    }
    const updateAll = (args: Args) => {
      const found = this.find(model, args.where)
      for (const row of found) this.change(model, row, args.data as Row)
      return found
    }
    const updateOne = (args: Args) => {
      const [row] = this.find(model, args.where)
      if (!row) throw notFound(model)
      this.change(model, row, args.data as Row)
      return this.#shape(model, row, args)
    }
    return {
      findMany: ask(many),
      findFirst: ask(first),
      findUnique: ask(first),
      findFirstOrThrow: ask(must),
      findUniqueOrThrow: ask(must),
      count: ask((args) => this.find(model, args.where).length),
      create: ask((args) => this.#shape(model, this.insert(model, args.data as Row), args)),
      createMany: ask((args) => ({ count: asList(args.data).map((row) => this.insert(model, row)).length })),
      update: ask(updateOne),
      updateMany: ask((args) => ({ count: updateAll(args).length })),
      updateManyAndReturn: ask((args) => updateAll(args).map((row) => this.#shape(model, row, args))),
      upsert: ask((args) => {
        const [row] = this.find(model, args.where)
        if (row) this.change(model, row, args.update!)
        return this.#shape(model, row ?? this.insert(model, args.create!), args)
      }),
      deleteMany: ask((args) => {
        const found = this.find(model, args.where)
        for (const row of found) this.remove(model, row)
        return { count: found.length }
      }),
    }
  }

  #select(model: ModelName, args: Args): Row[] {
    let found = this.find(model, args.where)
    const { orderBy, distinct } = args
    if (orderBy) found.sort((a, b) => compareBy(Array.isArray(orderBy) ? orderBy : [orderBy], a, b))
    if (distinct) {
      const names = Array.isArray(distinct) ? distinct : [distinct]
      const seen = new Set<string>()
      found = found.filter((row) => {
        const of = names.map((name) => String(row[name])).join("|")
        return !seen.has(of) && seen.add(of)
      })
    }
    if (args.skip || args.take !== undefined) found = found.slice(args.skip ?? 0, (args.skip ?? 0) + (args.take ?? Infinity))
    return found.map((row) => this.#shape(model, row, args))
  }

  /** A copy, with what was asked for and nothing else. */
  #shape(model: ModelName, row: Row, { select, include, omit }: Args): Row {
    const relations = MODELS[model].relations
    const shaped: Row = {}
    if (select) {
      for (const name of Object.keys(select)) if (select[name] && !relations[name] && name !== "_count") shaped[name] = row[name]
    } else {
      Object.assign(shaped, row)
      for (const name of Object.keys(omit ?? {})) delete shaped[name]
    }
    for (const [name, wanted] of Object.entries(select ?? include ?? {})) {
      const relation = relations[name]
      if (!relation || !wanted) continue
      const args: Args = isObject(wanted) ? wanted : {}
      const related = this.#select(relation.model, { ...args, where: { AND: [{ [relation.to]: row[relation.from] ?? "" }, args.where ?? {}] } })
      shaped[name] = relation.many ? related : (related[0] ?? null)
    }
    return shaped
  }
}

function auditKey(row: Row): string {
  return `${String(row.chain)}|${String(row.seq)}`
}

function asList(data: unknown): Row[] {
  return Array.isArray(data) ? (data as Row[]) : [data as Row]
}

function promised<T>(work: () => T): Promise<T> {
  try {
    return Promise.resolve(work())
  } catch (error) {
    return Promise.reject(error as Error)
  }
}

/** Prisma's data as column values. */
function plain(row: Row, data: Row): Row {
  const next: Row = {}
  for (const name of Object.keys(data)) {
    const value = data[name]
    if (value === undefined) continue
    if ((value as unknown) === Prisma.DbNull || (value as unknown) === Prisma.JsonNull) next[name] = null
    else if (isObject(value) && "increment" in value) next[name] = added(row[name], value.increment)
    else next[name] = value
  }
  return next
}

function added(before: unknown, more: unknown): unknown {
  return typeof before === "bigint" ? before + BigInt(more as number) : (before as number) + (more as number)
}

function doubled(model: string): Error {
  return new Prisma.PrismaClientKnownRequestError(`Unique constraint failed on ${model}`, { code: "P2002", clientVersion: "memory" })
}

function notFound(model: string): Error {
  return new Prisma.PrismaClientKnownRequestError(`No record of ${model} was found`, { code: "P2025", clientVersion: "memory" })
}
