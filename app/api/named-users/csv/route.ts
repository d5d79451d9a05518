import { answerNamedUsersCsv } from "@/lib/queries/staff-answers"

export async function GET(request: Request): Promise<Response> {
  return answerNamedUsersCsv(request)
}
