import { Button } from "@heroui/react/button"
import type { FormEvent, ReactNode } from "react"
import { ErrorNote } from "@/components/action-result/error-note"
import { formText } from "./form-text"
import { useProvider } from "./use-provider"

/**
 * One thing to type as the second factor. `provider`: the way of signing in that takes it, under the name
 * `credential`; `field`: what its input in `children` is called.
 */
export function FactorForm({ title, lead, provider, credential, field, children }: {
  title: string
  lead: string
  provider: "code" | "recovery"
  credential: string
  field: string
  children: ReactNode
}) {
  const { pending, error, enter } = useProvider(provider)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    void enter({ [credential]: formText(new FormData(event.currentTarget), field) })
  }
  return (
    <>
      <h1 className="headline headline--2">{title}</h1>
      <p className="mt-4 text-lead text-ink-2">{lead}</p>
      <form method="post" onSubmit={submit} className="mt-8 grid gap-5">
        {children}
        <div>
          <Button type="submit" className="button--main w-full sm:w-auto" isPending={pending}>Sign in</Button>
          <ErrorNote error={error} />
        </div>
      </form>
    </>
  )
}
