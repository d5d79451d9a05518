import { setTimeout as delay } from "node:timers/promises"
import { AppError } from "@/lib/domain/errors"

/**
 * What doesn't fit is answered so long after it came, whatever there was to look up and to write: the time tells
 * nothing either. Longer than that takes, but where the machine is overloaded.
 */
const WRONG_AFTER_MS = 300

/** @returns makes the one answer to everything wrong, counted from now on in time */
export function wrongAnswer(sentence: string): () => Promise<AppError> {
  const began = performance.now()
  return async () => {
    await delay(Math.max(0, WRONG_AFTER_MS - (performance.now() - began)))
    return new AppError("refused", sentence)
  }
}
