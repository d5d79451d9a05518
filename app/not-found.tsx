import type { Metadata } from "next"
import { connection } from "next/server"
import { MessagePage } from "@/components/message-page/message-page"

export const metadata: Metadata = { title: "Not found" }

export default async function NotFound() {
  // Rendered for each request, so that its scripts carry that answer's nonce.
  await connection()
  return <MessagePage title="There is nothing here">The address may be mistyped, or it belongs to another institution. Nothing was changed.</MessagePage>
}
