"use client"

import { Dropdown } from "@heroui/react/dropdown"
import { ChevronDown, Menu } from "lucide-react"
import { useRouter } from "next/navigation"
import { PLACES } from "./places"

/** What signs out is fetched when somebody does. */
async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react")
  await signOut({ callbackUrl: "/sign-in" })
}

/** Who is signed in, and the way out. On a phone it also holds the places to go. */
export function PersonMenu({ name, email, environment }: { name: string; email: string; environment: string }) {
  const router = useRouter()
  const act = (key: string) => (key === "sign-out" ? void leave() : router.push(key))
  return (
    <Dropdown>
      <Dropdown.Trigger className="ms-auto inline-flex h-11 shrink-0 items-center gap-2 text-small text-ink-2 hover:text-ink md:ms-0" aria-label={`Menu of ${name}`}>
        <span className="max-md:hidden">{name}</span>
        <ChevronDown aria-hidden="true" className="size-4 max-md:hidden" />
        <Menu aria-hidden="true" className="size-5 md:hidden" />
        <span className="font-medium text-ink md:hidden">Menu</span>
      </Dropdown.Trigger>
      <Dropdown.Popover placement="bottom end" className="min-w-60">
        <p className="border-b border-line px-4 py-3 text-small">
          <b className="block font-semibold">{name}</b>
          <span className="block text-muted wrap-anywhere">{email}</span>
          <span className="block text-muted">{environment}</span>
        </p>
        <Dropdown.Menu aria-label="Menu" onAction={(key) => act(String(key))}>
          {PLACES.map((one) => <Dropdown.Item key={one.id} id={one.href} textValue={one.name} className="md:hidden">{one.name}</Dropdown.Item>)}
          <Dropdown.Item id="/account" textValue="Your account">Your account</Dropdown.Item>
          <Dropdown.Item id="sign-out" textValue="Sign out">Sign out</Dropdown.Item>
        </Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  )
}
