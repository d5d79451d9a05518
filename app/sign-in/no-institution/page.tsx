import type { Metadata } from "next"
import { SignOutButton } from "@/components/sign-in/sign-out-button"

export const metadata: Metadata = { title: "No institution yet" }

export default function NoInstitutionPage() {
  return (
    <>
      <h1 className="headline headline--2">No institution yet</h1>
      <p className="mt-4 text-lead text-ink-2">
        You are signed in, but there is no institution here that you belong to. Ask your Lantern admin to add you to yours.
      </p>
      <div className="mt-8"><SignOutButton /></div>
    </>
  )
}
