import { AppError } from "@/lib/domain/errors"
import { StartProblem } from "@/lib/domain/start-problem"
import type { Side } from "./place"

/** Stand in every row of the one institution and of the other: no answer to either may hold the other's. */
export const MARKS: Record<Side, string> = { near: "Quillfeather-near", far: "Quillfeather-far" }

/** What no answer may hold, whoever asked: `secrets` are there, and nobody ever needs to see them again. */
export function judgeAnswer(answer: string, side: Side | null, secrets: readonly string[] = []): string | null {
  if (/"code":"unexpected"/.test(answer)) return "answered with an unexpected error"
  if (/"status":5\d\d,"asked":true/.test(answer)) return "answered with an error of the server"
  if (/\\n\s+at |node_modules|PrismaClient|ECONNREFUSED|select .{1,200} from "/i.test(answer)) return "answered with a stack, or with what only a log should say"
  if (side !== "near" && answer.includes(MARKS.near)) return "was told of another institution"
  if (side !== "far" && answer.includes(MARKS.far)) return "was told of another institution"
  return judgeSecrets(answer, secrets)
}

export function judgeSecrets(text: string, secrets: readonly string[]): string | null {
  return secrets.some((secret) => text.includes(secret)) ? "holds a secret" : null
}

/** A sentence for people, where it is thrown rather than answered; Next's own ways to send elsewhere. */
export function isExpected(error: unknown): boolean {
  if (error instanceof AppError || error instanceof StartProblem) return true
  if (!(error instanceof Error)) return false
  const digest = (error as { digest?: unknown }).digest
  return error.name === "CommanderError" || (typeof digest === "string" && /^NEXT_(REDIRECT|HTTP_ERROR_FALLBACK);/.test(digest))
}

/** Without its words, which may hold what was typed. */
export function whereThrown(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error}`
  const lines = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))
  const line = lines.find((each) => /\/(lib|app|components)\//.test(each)) ?? lines[0] ?? ""
  return `threw ${error.name} ${String((error as { code?: unknown }).code ?? "")} ${line.trim().replace(/\(?\S*\/((?:lib|app|components)\/)/, "($1")}`
}
