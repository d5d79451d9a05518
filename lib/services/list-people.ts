import { mayAnywhere } from "@/lib/auth/permissions"
import { readPeople } from "@/lib/db/people-view"
import { AppError } from "@/lib/domain/errors"
import type { PersonView } from "@/lib/domain/people-views"
import type { ServiceContext } from "./context"

/** The people whom this actor manages, by name. @throws AppError `not_allowed` */
export async function listPeople(ctx: ServiceContext): Promise<PersonView[]> {
  if (!mayAnywhere(ctx.actor, "people.manage")) throw new AppError("not_allowed", "Only an admin sees who works here.")
  return readPeople(ctx.db, ctx.actor, ctx.clock())
}
