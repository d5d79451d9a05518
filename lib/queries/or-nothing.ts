import { AppError } from "@/lib/domain/errors"

/** What was asked for; null when there is no such thing for who asks, so that its page can say that it isn't found. */
export async function orNothing<View>(asked: Promise<View>): Promise<View | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null
    throw error
  }
}
