import { temporaryPassword } from "@/lib/domain/temporary-password"

/** A temporary password of the browser's own generator. */
export function makeTemporaryPassword(userName: string): string {
  return temporaryPassword(userName, () => crypto.getRandomValues(new Uint8Array(1))[0]!)
}
