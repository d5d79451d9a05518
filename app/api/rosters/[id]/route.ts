import { answerRoster } from "@/lib/queries/staff-answers"

export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return answerRoster(request, (await params).id)
}
