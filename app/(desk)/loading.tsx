import { GhostPage } from "@/components/shell/ghost-page"

export default function Loading() {
  return <GhostPage />
}
