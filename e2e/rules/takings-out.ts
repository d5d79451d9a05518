/** A rule, or a part of one, taken out of the code; the named test must notice. */
export interface TakingOut {
  rule: number
  /** What is no longer so. */
  without: string
  file: string
  /** Stands in the file once. */
  find: string
  replace: string
  test: string
  /** As in the test file, without what it stands under. */
  name: string
  /** The file is a migration: the test needs a Postgres of its own. */
  migration?: true
}

const rules = (name: string) => `lib/runner/rules/${name}.db.test.ts`
const FACTS = rules("rule-01-facts-first")
const EXTERNAL = rules("rule-02-only-external")
const UNKNOWN = rules("rule-03-unknown")
const PUT = rules("rule-04-put")
const CLOSING = rules("rule-05-closing")
const PASSWORD = rules("rule-06-password")
const WRITER = rules("rule-07-one-writer")
const AUDIT = rules("rule-08-audit")
const BUDGET = rules("rule-09-budget")
const DEBTS = rules("rule-10-debts-stay")
const SCOPE = rules("rule-11-scope")
const MERGE = "lib/domain/merge-user.test.ts"
const KEPT = "to return leaves the roles out, changes what it says, and keeps all else, known or not"

export const TAKINGS_OUT: TakingOut[] = [
  {
    rule: 1, without: "the intent, on the direct way", file: "lib/runner/direct-step.ts",
    find: 'intent: { kind: "switch_direct" },', replace: "", test: FACTS, name: "when one PUT switches the account",
  },
  {
    rule: 1, without: "the commit before the PUT: sent first, written down after", file: "lib/runner/direct-step.ts",
    find: "  const at = ctx.clock()\n  const intentId = await commitHold(ctx.db, frame, hold, {",
    replace: "  const at = ctx.clock()\n  await ctx.alma.putUser(hold.primaryId, directSwitchBody(read.user))\n  const intentId = await commitHold(ctx.db, frame, hold, {",
    test: FACTS, name: "when one PUT switches the account",
  },
  {
    rule: 1, without: "the original facts, on the direct way (the database refuses the intent too)", file: "lib/runner/direct-step.ts",
    find: "original: await originalToKeep(ctx, hold, facts),", replace: "", test: FACTS, name: "when one PUT switches the account",
  },
  {
    rule: 1, without: "the intents of a job run", file: "lib/runner/job-run/read-members.ts",
    find: "data: wanted.map((hold) => ({", replace: "data: wanted.slice(0, 0).map((hold) => ({", test: FACTS, name: "when a job switches a whole set, for everyone in it",
  },
  {
    rule: 1, without: "the original facts of a run's members", file: "lib/runner/job-run/seen-members.ts",
    find: 'set "original" = v."original", "reason" = null,', replace: 'set "reason" = null,', test: FACTS, name: "when a job switches a whole set, for everyone in it",
  },
  {
    rule: 1, without: "the intent of a return", file: "lib/runner/return-step.ts",
    find: 'intent: { kind: "return" },', replace: "", test: FACTS, name: "when an account is returned, and when a password is set",
  },
  {
    rule: 1, without: "the segments of notes among the facts", file: "lib/domain/account-facts.ts",
    find: '  "user_identifier",\n  "user_note",\n', replace: '  "user_identifier",\n',
    test: "lib/domain/account-facts.test.ts", name: "takes every entry's segment with what identifies the entry, and none where there is none",
  },
  {
    rule: 2, without: "the look at the account type", file: "lib/domain/verdict.ts",
    find: 'if (facts.accountType !== "EXTERNAL") {', replace: 'if (facts.accountType === "NEVER") {', test: "lib/domain/verdict.test.ts", name: "the third account type",
  },
  {
    rule: 2, without: "the intent, to take an Internal account for ours", file: "lib/runner/read-for-switch.ts",
    find: 'if (facts.accountType === "INTERNAL" && hold.intendedAt !== null) return', replace: 'if (facts.accountType === "INTERNAL") return', test: EXTERNAL, name: "by the direct way",
  },
  {
    rule: 2, without: "the verdict, when the set is filled", file: "lib/runner/job-run/seen-members.ts",
    find: 'if (verdict === "switch") return', replace: "if (verdict) return", test: EXTERNAL, name: "by the job: they never get into the set",
  },
  {
    rule: 2, without: "the fresh look before the job starts", file: "lib/runner/job-run/refresh-members.ts",
    find: 'else if (read.kind === "gone" || read.facts.accountType !== "EXTERNAL") changed += 1', replace: "", test: EXTERNAL, name: "by the job, also when they turned Internal while the checked set waited for its start",
  },
  {
    rule: 2, without: "the question whether we made it Internal", file: "lib/runner/return-step.ts",
    find: "if (hold.intendedAt === null || hold.original === null) {", replace: "if (false) {", test: EXTERNAL, name: "whatever the journal says is wanted of it",
  },
  {
    rule: 2, without: "the wait of an outage for what a drill holds, on the direct way", file: "lib/runner/step-hold.ts",
    find: "if (await waitsForDrill(ctx, hold)) return", replace: "void waitsForDrill", test: EXTERNAL, name: "by the direct way: what is Internal by the drill passes for nobody's own, and waits",
  },
  {
    rule: 2, without: "the wait of an outage's job for what a drill holds", file: "lib/runner/job-run/form-job-run.ts",
    find: "const kept = await keptByDrill(ctx, all)", replace: "const kept: string[] = []\n  void keptByDrill", test: EXTERNAL, name: "by the job: they get into no run until the drill is done with them",
  },
  {
    rule: 2, without: "the refusal of a drill beside an outage", file: "lib/services/declare-outage.ts",
    find: "const inTheWay = open.find((one) => !one.drill) ?? (drill ? open[0] : undefined)", replace: "const inTheWay = open.find((one) => one.drill === drill)",
    test: "lib/runner/drill-beside-outage.db.test.ts", name: "a drill is refused beside an outage, a second one of either too, and the outage is named first",
  },
  {
    rule: 2, without: "the one open hold an account, by which a drill leaves alone what an outage holds", file: "prisma/migrations/20261122145252_init/migration.sql",
    find: 'CREATE UNIQUE INDEX "Hold_one_open" ON', replace: 'CREATE INDEX "Hold_one_open" ON', test: EXTERNAL, name: "since the database lets one open hold stand for an account", migration: true,
  },
  {
    rule: 3, without: "the target: the type is turned over", file: "lib/domain/merge-user.ts",
    find: 'body.account_type = coded(fresh.account_type, "EXTERNAL", "External")',
    replace: 'body.account_type = coded(fresh.account_type, readFacts(fresh).accountType === "EXTERNAL" ? "INTERNAL" : "EXTERNAL", "External")',
    test: "lib/domain/merge-user.test.ts", name: "states a target",
  },
  {
    rule: 3, without: "unknown, on the direct way: taken for refused", file: "lib/runner/direct-step.ts",
    find: 'if (answer.kind === "unknown") {', replace: "if (false) {", test: UNKNOWN, name: "when it switched the account: the next step reads, and sends nothing again",
  },
  {
    rule: 3, without: "unknown, on the way back: taken for refused", file: "lib/runner/return-step.ts",
    find: '  if (answer.kind === "unknown") {\n    const stuck', replace: "  if (hold.id === \"\") {\n    const stuck", test: UNKNOWN, name: "when it returned the account: the read counts, and nothing is sent again",
  },
  {
    rule: 3, without: "the read-back after a 200", file: "lib/runner/return-step.ts",
    find: 'if (readBack.facts.accountType === "EXTERNAL") return externalSeen', replace: "if (readBack.at) return externalSeen", test: UNKNOWN, name: "when Alma says 200 and has changed nothing",
  },
  {
    rule: 3, without: "unknown, of the job's start: it is started again", file: "lib/runner/job-run/start-job.ts",
    find: 'if (answer.kind === "unknown") {\n    await commitRun(ctx, sent, { note: failureSentence(answer), polls: 0, dueAt: secondsFrom(at, 2) })',
    replace: 'if (answer.kind === "unknown") {\n    await commitRun(ctx, sent, { state: "set_checked", note: failureSentence(answer), polls: 0, dueAt: secondsFrom(at, 2) })',
    test: UNKNOWN, name: "is looked for by its name and not sent again",
  },
  {
    rule: 4, without: "the age of the read", file: "lib/runner/step-context.ts",
    find: "return readAt.getTime() + START_WRITE_WITHIN_MS - ctx.clock().getTime()", replace: "return 60_000", test: PUT, name: "on the way back",
  },
  {
    rule: 4, without: "the age of the read, at pick-up", file: "lib/services/set-temporary-password.ts",
    find: "startWithinMs: fresh.at.getTime() + START_WRITE_WITHIN_MS - ctx.clock().getTime(),", replace: "startWithinMs: 60_000,", test: PUT, name: "at pick-up; the code stays good",
  },
  {
    rule: 4, without: "the age of the read, of somebody renamed", file: "lib/runner/read-held.ts",
    find: "facts, at, hold: { ...hold, ...patch }", replace: "facts, at: ctx.clock(), hold: { ...hold, ...patch }", test: PUT, name: "on the way back, of somebody who was renamed",
  },
  {
    rule: 4, without: "fields that Lantern doesn't know", file: "lib/domain/merge-user.ts",
    find: "const copy = structuredClone(user)", replace: 'const copy: AlmaUser = Object.fromEntries(Object.entries(structuredClone(user)).filter(([name]) => !name.startsWith("unknown")))', test: MERGE, name: KEPT,
  },
  {
    rule: 4, without: "leaving user_role out", file: "lib/domain/merge-user.ts",
    find: "  delete copy.user_role\n", replace: "", test: MERGE, name: KEPT,
  },
  {
    rule: 4, without: "comparing the primary_id", file: "lib/runner/read-held.ts",
    find: "if (samePrimaryId(facts.primaryId, hold.primaryId)) {", replace: "if (facts.primaryId) {", test: PUT, name: "on the way to Internal and back",
  },
  {
    rule: 4, without: "comparing the primary_id, at pick-up", file: "lib/services/set-temporary-password.ts",
    find: 'if (samePrimaryId(facts.primaryId, hold.primaryId) && facts.accountType === "INTERNAL") return', replace: "if (facts.primaryId) return", test: PUT, name: "at pick-up, another person's answer; the code stays good",
  },
  {
    rule: 4, without: "capitals that don't matter in a primary_id", file: "lib/domain/account-facts.ts",
    find: 'return id.normalize("NFC").toLowerCase()', replace: 'return id.normalize("NFC")', test: PUT, name: "but the same id in other case is",
  },
  {
    rule: 4, without: "comparing what came back with what was sent", file: "lib/runner/return-step.ts",
    find: "const differences = changedFields(body, answer.value)", replace: "const differences: string[] = []\n  void changedFields", test: PUT, name: "and a field that Alma changed is named in the audit, without its value",
  },
  {
    rule: 5, without: "three reads: one is enough", file: "lib/domain/closing.ts",
    find: "export const READS_NEEDED = 3", replace: "export const READS_NEEDED = 1", test: "lib/domain/closing.test.ts", name: "never by fewer reads, however late",
  },
  {
    rule: 5, without: "the quiet period", file: "lib/domain/closing.ts",
    find: "if (watch.externalReads >= READS_NEEDED && at.getTime() >= quietUntil) {", replace: "if (watch.externalReads >= READS_NEEDED) {", test: CLOSING, name: "when every account was read External three times, the last time after the quiet period",
  },
  {
    rule: 5, without: "the quiet period's new start at another's write", file: "lib/domain/closing.ts",
    find: "return counts ? quietFrom : read.at", replace: "return counts ? quietFrom : quietFrom", test: "lib/domain/closing.test.ts", name: "so that quick reads prove nothing",
  },
  {
    rule: 5, without: "the count anew after a read of Internal", file: "lib/runner/return-step.ts",
    find: "attempts, externalReads: 0, quietFrom: at }\n", replace: "attempts, quietFrom: at }\n", test: CLOSING, name: "by reads that count anew once one of them sees Internal, and after another write",
  },
  {
    rule: 5, without: "every account: the first that is returned closes it", file: "lib/runner/settle-outages.ts",
    find: "if (owed > 0) return true", replace: "if (owed > 1) return true", test: CLOSING, name: "when every account was read External three times, the last time after the quiet period",
  },
  {
    rule: 5, without: "the written reason", file: "lib/services/accept-unresolved.ts",
    find: 'z.string().trim().min(10, "Write', replace: 'z.string().trim().min(0, "Write', test: CLOSING, name: "for an account that nobody can return, by a named person's written reason",
  },
  {
    rule: 5, without: "the person's name", file: "lib/services/accept-unresolved.ts",
    find: "acceptedBy: ctx.actor.name", replace: "acceptedBy: null", test: CLOSING, name: "for an account that nobody can return, by a named person's written reason",
  },
  {
    rule: 5, without: "the look after a week", file: "lib/domain/closing.ts",
    find: "[3_600, 86_400, 7 * 86_400]", replace: "[3_600, 86_400]", test: CLOSING, name: "after an hour, a day and a week, and then no more",
  },
  {
    rule: 5, without: "opening again what is found Internal", file: "lib/runner/sweep-step.ts",
    find: "await reopen(ctx, read.hold, read.at)", replace: "await commitDone(ctx, read.hold, read.hold.sweeps + 1)\n  void reopen", test: CLOSING, name: "and, found Internal, is open again with its outage, and returned again",
  },
  {
    rule: 6, without: "the 200: shown although the answer was lost", file: "lib/services/set-temporary-password.ts",
    find: 'if (await pursuePassword(alma, hold.primaryId, password)) return shown', replace: "if (pursuePassword) return shown", test: PASSWORD, name: "is not shown when nobody knows whether Alma has it",
  },
  {
    rule: 6, without: "Alma's last word: shown although sending it once more was lost", file: "lib/services/set-temporary-password.ts",
    find: "if (await makeSure(alma, hold.primaryId, password)) return shown", replace: "await makeSure(alma, hold.primaryId, password)\n      if (password) return shown", test: "lib/runner/pickup-safety.db.test.ts", name: "shows none when Alma said 200 once, lets nobody in with it, and can't be reached any more",
  },
  {
    rule: 6, without: "the same password, when it is sent again", file: "lib/services/pursue-password.ts",
    find: "passwordBody(read.value, password)", replace: 'passwordBody(read.value, password.split("").toReversed().join(""))', test: PASSWORD, name: "is sent again after a lost answer, the same one, and shown once it is known to work",
  },
  {
    rule: 6, without: "silence: the password in the audit", file: "lib/services/set-temporary-password.ts",
    find: 'audit: hold.state === "collected" ? [{ action: "pickup.again" }] : [],', replace: 'audit: [{ action: "pickup.shown", detail: { password } }],', test: PASSWORD, name: "stands in one answer and nowhere else: no row, no file, no line",
  },
  {
    rule: 6, without: "silence: the password in the journal", file: "lib/services/set-temporary-password.ts",
    find: 'patch: { state: "collected", reason: null,', replace: 'patch: { state: "collected", reason: `Picked up with ${password}`,', test: PASSWORD, name: "stands in one answer and nowhere else: no row, no file, no line",
  },
  {
    rule: 6, without: "silence: the password in the log", file: "lib/services/set-temporary-password.ts",
    find: "  return password\n}\n", replace: "  console.log(`pick-up ${password}`)\n  return password\n}\n",
    test: PASSWORD, name: "stands in one answer and nowhere else: no row, no file, no line",
  },
  {
    rule: 6, without: "ids only, in the queue", file: "lib/services/waker.ts",
    find: "const data: WakeUp = { institutionId }", replace: 'const data: WakeUp & { why: string } = { institutionId, why: "pick-up of bare" }', test: PASSWORD, name: "carries ids only",
  },
  {
    rule: 7, without: "the lease", file: "lib/db/claims.ts",
    find: 'where (h."leaseUntil" is null or h."leaseUntil" < clock_timestamp() or (${also})) and ${which}', replace: "where (true or (${also})) and ${which}", test: WRITER, name: "while its lease lasts, and then a later one",
  },
  {
    rule: 7, without: "the fence, at a commit", file: "lib/db/journal.ts",
    find: "where: { id: hold.id, fence: hold.fence, ...change.only },", replace: "where: { id: hold.id, ...change.only },", test: WRITER, name: "and a later owner's fence makes an earlier one's commit fail, with all that is in it",
  },
  {
    rule: 7, without: "the database's clock", file: "lib/db/claims.ts",
    find: 'where (h."leaseUntil" is null or h."leaseUntil" < clock_timestamp() or (${also})) and ${which}', replace: 'where (h."leaseUntil" is null or h."leaseUntil" < ${new Date()} or (${also})) and ${which}', test: WRITER, name: "by the database's clock, however wrong a machine's is",
  },
  {
    rule: 7, without: "the fence of a job run", file: "lib/runner/job-run/commit-run.ts",
    find: ' and "fence" = ${run.fence} for no key update`', replace: " for no key update`", test: WRITER, name: "as one job run of an institution has",
  },
  {
    rule: 7, without: "the lease of a job run", file: "lib/db/claims.ts",
    find: '        and (j."leaseUntil" is null or j."leaseUntil" < clock_timestamp())\n', replace: "", test: WRITER, name: "as one job run of an institution has",
  },
  {
    rule: 7, without: "calls outside of transactions", file: "lib/runner/step-hold.ts",
    find: 'if (hold.acceptedAt !== null) return rest(ctx, hold)', replace: "if (hold.acceptedAt === null && ctx.owner) return ctx.db.$transaction(async (tx) => {\n    await tx.$queryRaw`select 1`\n    await stepHold({ ...ctx, owner: \"\" }, hold)\n  }, { timeout: 20_000 })\n  if (hold.acceptedAt !== null) return rest(ctx, hold)", test: WRITER, name: "on the way there, at pick-up, on the way back, or while watching",
  },
  {
    rule: 8, without: "the audit of a hold's step", file: "lib/db/journal.ts",
    find: "  await writeAudit(tx, good)\n", replace: "  void writeAudit\n", test: AUDIT, name: "when an account is switched: Alma is asked for nothing",
  },
  {
    rule: 8, without: "no audit, no change: committed although the audit was refused", file: "lib/db/journal.ts",
    find: "  await writeAudit(tx, good)\n", replace: "  await tx.$executeRaw`savepoint audit`\n  await writeAudit(tx, good).catch(() => tx.$executeRaw`rollback to savepoint audit`)\n", test: AUDIT, name: "when an account is returned, accepted as unresolved, or found Internal again",
  },
  {
    rule: 8, without: "the audit of an end", file: "lib/services/end-outage.ts",
    find: "      await appendAudit(tx, auditFrame(ctx, outage.institutionId), await endLocked(tx, ctx, outage.id))\n", replace: "      void [appendAudit, auditFrame, await endLocked(tx, ctx, outage.id)]\n", test: AUDIT, name: "when an outage is declared, added to, switched or ended",
  },
  {
    rule: 8, without: "the audit of a job run's step", file: "lib/runner/job-run/commit-run.ts",
    find: "      await appendAudit(tx, auditFrame(ctx, run.institutionId), all)\n", replace: "      void [appendAudit, auditFrame, all]\n", test: AUDIT, name: "when a job run is formed, refused or cancelled",
  },
  {
    rule: 8, without: "the audit of a closing", file: "lib/runner/settle-outages.ts",
    find: "      await appendAudit(tx, auditFrame(ctx, outage.institutionId), [\n        { action: closing ? \"outage.closed\" : \"outage.active\", outageId: outage.id },\n      ])\n", replace: "      void [appendAudit, auditFrame]\n", test: AUDIT, name: "when an outage closes",
  },
  {
    rule: 9, without: "the spacing of requests", file: "lib/db/request-budget.ts",
    find: "make_interval(secs => 1 / (${rate}))", replace: "make_interval(secs => 0 / (${rate}))", test: BUDGET, name: "stay inside one budget, two clients together, whatever they are for",
  },
  {
    rule: 9, without: "the budget's own clock, when it is heard late", file: "lib/alma/budget-queue.ts",
    find: "if (saidAt === undefined) return", replace: "if (saidAt !== -1) return", test: "lib/alma/budget-queue.test.ts", name: "holds the rate with another process, also while each hears of its slots late",
  },
  {
    rule: 9, without: "the order in the queue", file: "lib/alma/budget-queue.ts",
    find: '["pickup", "write", "change", "watch"]', replace: '["watch", "change", "write", "pickup"]', test: "lib/alma/budget-queue.test.ts", name: "lets the highest priority go first, and equals in their order",
  },
  {
    rule: 9, without: "the budget before a request", file: "lib/alma/alma-caller.ts",
    find: "const slot = await this.#parts.queue.acquire(priority, options.startWithinMs)", replace: "const slot = (void priority, { kind: \"granted\", release: () => {} } as Awaited<ReturnType<BudgetQueue[\"acquire\"]>>)", test: "lib/alma/alma-client.test.ts", name: "sends nothing without the budget",
  },
  {
    rule: 9, without: "pick-ups first", file: "lib/services/set-temporary-password.ts",
    find: "getUser(hold.primaryId, { priority: \"pickup\" })\n  if (answer.kind === \"ok\") {", replace: "getUser(hold.primaryId)\n  if (answer.kind === \"ok\") {", test: BUDGET, name: "go first for a pick-up, then for a change, and last for watching",
  },
  {
    rule: 9, without: "watching last", file: "lib/runner/watch-step.ts",
    find: 'claimed.state === "needs_person" ? "change" : "watch"', replace: '"change"', test: BUDGET, name: "go first for a pick-up, then for a change, and last for watching",
  },
  {
    rule: 10, without: "the database's refusal", file: "prisma/migrations/20261122145252_init/migration.sql",
    find: 'CREATE TRIGGER "Hold_keep_open" BEFORE DELETE ON "Hold" FOR EACH ROW EXECUTE FUNCTION "keep_open_holds"();', replace: "", test: DEBTS, name: "is removed by nobody, in whatever state it is: the database refuses", migration: true,
  },
  {
    rule: 10, without: "those who need a person", file: "prisma/migrations/20261122145252_init/migration.sql",
    find: "IF OLD.\"intendedAt\" IS NOT NULL AND OLD.\"state\" NOT IN ('returned', 'left_alone') AND", replace: "IF OLD.\"intendedAt\" IS NOT NULL AND OLD.\"state\" NOT IN ('returned', 'left_alone', 'needs_person') AND", test: DEBTS, name: "is removed by nobody, in whatever state it is: the database refuses", migration: true,
  },
  {
    rule: 10, without: "holds that no cleaning touches", file: "lib/services/housekeeping.ts",
    find: "await ctx.db.session.deleteMany({ where: { expiresAt: { lt: dayAgo } } })", replace: "await ctx.db.session.deleteMany({ where: { expiresAt: { lt: dayAgo } } })\n  await ctx.db.intent.deleteMany({ where: { createdAt: { lt: dayAgo } } })\n  await ctx.db.hold.deleteMany({ where: { createdAt: { lt: dayAgo } } })", test: DEBTS, name: "runs out never, and neither do its facts, intents and audit",
  },
  {
    rule: 11, without: "the filter of an outage's institution", file: "lib/db/scope.ts",
    find: "outage.findFirst({ where: { id, ...institutionFilter(actor) },", replace: "outage.findFirst({ where: { id },", test: SCOPE, name: "an outage doesn't exist, whatever they would do with it",
  },
  {
    rule: 11, without: "the filter itself", file: "lib/db/scope.ts",
    find: 'return scope === "all" ? {} : { institutionId: { in: scope } }', replace: "void scope\n  return {}", test: SCOPE, name: "lists show what is theirs",
  },
  {
    rule: 11, without: "the filter of institutions by code or id", file: "lib/db/scope.ts",
    find: 'where: { AND: [which, scope === "all" ? {} : { id: { in: scope } }] },', replace: "where: { AND: [which, scope ? {} : {}] },", test: SCOPE, name: "the institution doesn't exist, by its code or its id",
  },
  {
    rule: 11, without: "the filter of the institutions to choose from", file: "lib/auth/current-institution.ts",
    find: "ids.includes(null) ? {} : { id: { in: ids.filter((id) => id !== null) } }", replace: "ids.length >= 0 ? {} : {}", test: SCOPE, name: "lists show what is theirs",
  },
]
