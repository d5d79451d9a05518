import type { Metadata } from "next"
import { MessagePage } from "@/components/message-page/message-page"

export const metadata: Metadata = { title: "Not found" }

export default function NotFound() {
  return <MessagePage title="There is nothing here">The address may be mistyped, or it belongs to another institution. Nothing was changed.</MessagePage>
}
