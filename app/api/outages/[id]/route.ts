import { answerOutage } from "@/lib/queries/outage-answer"

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerOutage(request, (await params).id)
}
