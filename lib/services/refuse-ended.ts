import { AppError } from "@/lib/domain/errors"

/** @throws AppError `refused` where nothing of the outage can be changed any more */
export function refuseClosed(state: string): void {
  if (state === "closed") throw new AppError("refused", "This outage is closed. Nothing was changed.")
}

/** @param done what becomes of nobody once it ends, such as "switched" @throws AppError `refused` */
export function refuseEnded(state: string, done: string): void {
  refuseClosed(state)
  if (state === "ending") throw new AppError("refused", `This outage is ending: nobody can be ${done}. Nothing was changed.`)
}
