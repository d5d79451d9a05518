import type { ModelName, Row } from "./models"
import { UnknownStatement } from "./unknown-statement"
import { MODELS } from "./models"

export type Where = Record<string, unknown>
/** All rows of a model. */
export type Rows = (model: ModelName) => Iterable<Row>

/** Whether a row fits a Prisma `where`, with SQL's meaning of null: unknown is not true. */
export function fits(model: ModelName, row: Row, where: Where | undefined, rows: Rows): boolean {
  if (!where) return true
  for (const name of Object.keys(where)) {
    const wanted = where[name]
    if (wanted === undefined) continue
    if (name === "AND") {
      if (!list(wanted).every((each) => fits(model, row, each, rows))) return false
    } else if (name === "OR") {
      if (!list(wanted).some((each) => fits(model, row, each, rows))) return false
    } else if (name === "NOT") {
      if (list(wanted).some((each) => fits(model, row, each, rows))) return false
    } else if (MODELS[model].relations[name]) {
      if (!fitsRelation(model, row, name, wanted as Where, rows)) return false
    } else if (!fitsField(row, name, wanted)) {
      return false
    }
  }
  return true
}

function list(value: unknown): Where[] {
  return Array.isArray(value) ? (value as Where[]) : [value as Where]
}

function fitsRelation(model: ModelName, row: Row, name: string, wanted: Where, rows: Rows): boolean {
  const relation = MODELS[model].relations[name]!
  const related = (where: Where) =>
    [...rows(relation.model)].filter((other) => other[relation.to] === row[relation.from] && fits(relation.model, other, where, rows))
  if (!relation.many) return row[relation.from] !== null && related(wanted).length > 0
  if ("some" in wanted) return related(wanted.some as Where).length > 0
  if ("none" in wanted) return related(wanted.none as Where).length === 0
  throw new UnknownStatement(`filter ${JSON.stringify(Object.keys(wanted))} on ${name}`)
}

function fitsField(row: Row, name: string, wanted: unknown): boolean {
  // `{chain_seq: {chain, seq}}` names a row by a key of several columns.
  if (!(name in row)) {
    if (isObject(wanted) && name.includes("_")) return Object.keys(wanted).every((part) => fitsField(row, part, wanted[part]))
    throw new UnknownStatement(`column ${name}`)
  }
  const value = row[name]
  if (!isObject(wanted)) return same(value, wanted)
  for (const operator of Object.keys(wanted)) {
    const operand = wanted[operator]
    if (operand !== undefined && !compare(operator, value, operand)) return false
  }
  return true
}

function compare(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case "equals":
      return same(value, operand)
    case "not":
      if (operand === null) return value !== null
      if (isObject(operand)) return value !== null && !Object.keys(operand).every((each) => compare(each, value, operand[each]))
      return value !== null && !same(value, operand)
    case "in":
      return value !== null && (operand as unknown[]).some((each) => same(value, each))
    case "notIn":
      return value !== null && !(operand as unknown[]).some((each) => same(value, each))
    case "lt":
      return value !== null && key(value) < key(operand)
    case "lte":
      return value !== null && key(value) <= key(operand)
    case "gt":
      return value !== null && key(value) > key(operand)
    case "gte":
      return value !== null && key(value) >= key(operand)
    default:
      throw new UnknownStatement(`operator ${operator}`)
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Date) && !Array.isArray(value)
}

function key(value: unknown): number | bigint | string {
  return value instanceof Date ? value.getTime() : (value as number | bigint | string)
}

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === null || b === null || a === undefined || b === undefined) return false
  const [x, y] = [key(a), key(b)]
  // A bigint column is compared with numbers, too.
  return x === y || (typeof x !== typeof y && typeof x !== "string" && typeof y !== "string" && BigInt(x) === BigInt(y))
}

/** As `order by`: nulls last when rising, first when falling, as in Postgres. */
export function compareBy(orderBy: Record<string, unknown>[], a: Row, b: Row): number {
  for (const each of orderBy) {
    for (const name of Object.keys(each)) {
      const sign = each[name] === "desc" ? -1 : 1
      const [x, y] = [a[name], b[name]]
      if (x === null || y === null) {
        if (x !== y) return sign * (x === null ? 1 : -1)
        continue
      }
      const [left, right] = [key(x), key(y)]
      if (left !== right) return sign * (left < right ? -1 : 1)
    }
  }
  return 0
}
