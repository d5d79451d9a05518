import { type ButtonVariants, buttonVariants } from "@heroui/styles"
import Link from "next/link"
import type { ReactNode } from "react"

/** A link that looks like a button: HeroUI's Button has no `href`. */
export function LinkButton({ href, variant = "primary", className = "", children }: {
  href: string
  variant?: ButtonVariants["variant"]
  className?: string
  children: ReactNode
}) {
  return <Link href={href} className={buttonVariants({ variant, className: `button--main ${className}` })}>{children}</Link>
}
