import type { Command } from "commander"
import { rotateKey } from "@/lib/services/rotate-key"
import type { Work } from "./run-command"

export function addKeyCommands(program: Command, perform: (work: Work) => Promise<void>): void {
  program
    .command("key")
    .description("the master keys, which seal what is secret in the database")
    .command("rotate")
    .description("seal everything anew under a new key; run again after a crash, it carries on")
    .action(() =>
      perform(async ({ ctx, out }) => {
        const rotation = await rotateKey(ctx)
        const { version, finished, resealed } = rotation
        const counted = resealed.map(({ name, count }) => `${count} ${name}`).join(", ")
        out.answer(rotation, `${finished ? "Carried on: everything" : "Everything"} is sealed under key ${version} now: ${counted}.`)
        out.message("Keep the older keys: they open older backups, and prove codes, the audit and recovery sheets. Copy the new key to where you keep the old one.")
      }),
    )
}
