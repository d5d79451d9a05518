import { AppError } from "@/lib/domain/errors"
import { namedVariable } from "@/lib/env"

/** A number as people type it; anything else is NaN, which the services refuse in their own words. */
export function numberOf(text: string): number {
  return /^-?\d{1,9}(\.\d{1,9})?$/.test(text.trim()) ? Number(text) : Number.NaN
}

/**
 * A key comes by the name of an environment variable, so that it stands in no list of processes and
 * no shell's history. Neither is ever repeated in a message: people paste the key itself here.
 */
export function keyFrom(variable: string): string {
  const value = namedVariable(variable)?.trim()
  if (!value) {
    throw new AppError("input", "The environment variable that --api-key-env names is not set. Give the variable's name, not the key.")
  }
  return value
}

/** @throws AppError `input` unless it is one of these */
export function oneOf<T extends string>(value: string, allowed: readonly T[], option: string): T {
  const found = allowed.find((each) => each === value)
  if (found === undefined) throw new AppError("input", `${option} must be one of: ${allowed.join(", ")}.`)
  return found
}
