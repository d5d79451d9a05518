import type { z } from "zod"
import { AppError } from "@/lib/domain/errors"

/** Input from outside, checked. @throws AppError `input` with the first thing that is wrong, as a sentence */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join(".")
  const message = issue?.message ?? "The input can't be used."
  throw new AppError("input", /^[A-Z“].*\.$/.test(message) ? message : `${field || "Input"}: ${message}.`)
}
