import { z } from "zod"

/** The fields of a form as text, for actions that `useActionState` or a page without JavaScript calls. */
export function formInput<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess((raw) => (raw instanceof FormData ? Object.fromEntries(raw) : raw), z.object(shape))
}
