import { answerByHand } from "@/lib/queries/by-hand"

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerByHand(request, (await params).id)
}
