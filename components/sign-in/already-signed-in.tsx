import { LinkButton } from "@/components/shell/link-button"
import { SignOutButton } from "./sign-out-button"

export function AlreadySignedIn({ name }: { name: string }) {
  return (
    <>
      <h1 className="headline headline--2">You are signed in</h1>
      <p className="mt-4 text-lead text-ink-2">As {name}.</p>
      <div className="mt-8 flex flex-wrap gap-3">
        <LinkButton href="/" className="button--main">Go to Lantern</LinkButton>
        <SignOutButton />
      </div>
    </>
  )
}
