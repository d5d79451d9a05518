/** Where one can go from anywhere on the desk. */
export const PLACES = [
  { id: "home", href: "/", name: "Home" },
  { id: "outages", href: "/outages", name: "Outages" },
  { id: "staff", href: "/staff", name: "Staff" },
  { id: "readiness", href: "/readiness", name: "Readiness" },
  { id: "settings", href: "/settings", name: "Settings" },
] as const
export type Place = (typeof PLACES)[number]["id"]
