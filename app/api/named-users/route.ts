import { answerNamedUsers } from "@/lib/queries/staff-answers"

export async function GET(request: Request): Promise<Response> {
  return answerNamedUsers(request)
}
