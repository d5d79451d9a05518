import { setTimeout as delay } from "node:timers/promises"
import type { Command } from "commander"
import { routeProofView } from "@/lib/db/route-proofs"
import { LEFT_OUT } from "@/lib/domain/compare-record"
import { PIN_ANSWERS, PROOF_STEP_TITLES, proofSentence, type RouteProofView } from "@/lib/domain/route-proof"
import { answerPin } from "@/lib/services/answer-pin"
import { proveRoute } from "@/lib/services/prove-route"
import { EXIT } from "./exit-codes"
import { oneOf } from "./option-values"
import type { CommandRun, Work } from "./run-command"
import { table } from "./table"

const POLL_MS = 250
const LEFT = "Stopped waiting. The proof goes on in whatever worker runs (npm start, or lantern worker)."

export function addProofCommands(group: Command, perform: (work: Work) => Promise<void>): void {
  group
    .command("prove-route")
    .description("prove the route on one consenting account, there and back; exits with 3 when it isn't proved")
    .argument("<code>")
    .requiredOption("--canary <id>", "Primary ID of the account whose owner agreed")
    .requiredOption("--consent <text>", "who agreed, and when")
    .action((institution: string, options: { canary: string; consent: string }) =>
      perform(async (run) => {
        const { ctx, out } = run
        out.message("A change through Alma's API may wipe the account's PIN, and no read shows it: its owner should know.")
        // Nobody need be woken: the worker that is started next begins with all that is due.
        const asked = { ...ctx, wake: async () => {} }
        const { proofId } = await proveRoute(asked, { institution, primaryId: options.canary, consent: options.consent })
        run.whenStopped(LEFT)
        await run.startWorker()
        out.message(`The account goes there and back, and is then watched for ${ctx.settings.quietSeconds} seconds. Ctrl-C is safe: any worker goes on.`)
        const proof = await untilOver(run, proofId)
        answer(run, institution, proof)
        out.message(`Ask the owner whether their PIN still works: lantern institution pin-answer ${institution.toUpperCase()} --answer works|lost|none`)
        return proof.proved ? EXIT.done : EXIT.needsPerson
      }),
    )

  group
    .command("pin-answer")
    .description("what the canary's owner says of their PIN after the newest proof")
    .argument("<code>")
    .requiredOption("--answer <word>", PIN_ANSWERS.join(", "))
    .action((institution: string, options: { answer: string }) =>
      perform(async ({ ctx, out }) => {
        const said = oneOf(options.answer, PIN_ANSWERS, "--answer")
        await answerPin(ctx, { institution, answer: said })
        out.answer({ code: institution.toUpperCase(), pinAnswer: said }, "Written down.")
      }),
    )
}

async function untilOver({ ctx }: CommandRun, id: string): Promise<RouteProofView> {
  for (;;) {
    const proof = routeProofView(await ctx.db.routeProof.findUniqueOrThrow({ where: { id }, omit: { before: true } }))
    if (proof.finishedAt !== null) return proof
    await delay(POLL_MS)
  }
}

function answer({ out }: CommandRun, code: string, proof: RouteProofView): void {
  const { route, primaryId: canary, proved, steps, outageId } = proof
  const differences = steps.flatMap((step) => step.differences ?? [])
  const rows = steps.map((step) => [step.state, PROOF_STEP_TITLES[step.id], step.text])
  const text = [table(["", "STEP", "FOUND"], rows), ...differences.map((one) => `- ${one}`), `Not compared: ${LEFT_OUT.join(", ")}.`, proofSentence(proof)]
  out.answer({ code: code.toUpperCase(), outageId, route, canary, proved, differences, leftOut: [...LEFT_OUT], steps }, text.join("\n"))
}
