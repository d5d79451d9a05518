"use client"

import { Button } from "@heroui/react/button"
import { signOut } from "next-auth/react"

export function SignOutButton() {
  return <Button variant="outline" onPress={() => void signOut({ callbackUrl: "/sign-in" })}>Sign out</Button>
}
