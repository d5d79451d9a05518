import type { PgBoss } from "pg-boss"

/** The queue of wake-ups. A payload carries an institution's id and nothing else. */
export const RECONCILE_QUEUE = "reconcile"
/** Every minute: whoever has work due is woken, whatever became of earlier wake-ups. */
export const TICK_QUEUE = "tick"

/** Every quarter of an hour: daily checks that are due, and rows that have run out. */
export const CARE_QUEUE = "care"

/** Every five minutes: is campus sign-on up? Institutions' own networks are slow to say that they aren't there. */
export const SIGN_ON_QUEUE = "sign-on"

export interface WakeUp {
  institutionId: string
}

export interface Waker {
  boss: PgBoss
  wake(institutionId: string, at?: Date): Promise<void>
  stop(): Promise<void>
}

/** Wake-ups that lie ahead are gathered: one an institution and this many seconds. */
const SLOT_SECONDS = 2

/**
 * Opens pg-boss on the same Postgres. `work` false is for a process that only asks for wake-ups,
 * such as the web pages or a short command.
 */
export async function openWaker(url: string, options: { work: boolean; onError: (error: unknown) => void }): Promise<Waker> {
  // Not every command has somebody to wake, and it is much to load.
  const { PgBoss } = await import("pg-boss")
  const boss = new PgBoss({
    connectionString: url,
    schema: "pgboss",
    max: options.work ? 4 : 2,
    supervise: options.work,
    schedule: options.work,
  })
  boss.on("error", options.onError)
  await boss.start()
  // Short: one waiting wake-up a key, so that a thousand clicks leave one.
  const queue = { policy: "short" as const, retryLimit: 0, expireInSeconds: 120, deleteAfterSeconds: 600 }
  await boss.createQueue(RECONCILE_QUEUE, queue)
  await boss.createQueue(TICK_QUEUE, queue)
  // The checks of many institutions, some of them silent, take their time.
  await boss.createQueue(CARE_QUEUE, { ...queue, expireInSeconds: 840 })
  await boss.createQueue(SIGN_ON_QUEUE, { ...queue, expireInSeconds: 280 })
  return {
    boss,
    async wake(institutionId, at) {
      const data: WakeUp = { institutionId }
      const seconds = at ? Math.ceil((at.getTime() - Date.now()) / 1000) : 0
      if (seconds <= 0) {
        await boss.send(RECONCILE_QUEUE, data, { singletonKey: institutionId })
        return
      }
      const slot = Math.ceil(at!.getTime() / 1000 / SLOT_SECONDS)
      const startAfter = new Date(Math.max(at!.getTime(), Date.now()))
      await boss.send(RECONCILE_QUEUE, data, { singletonKey: `${institutionId}@${slot}`, startAfter })
    },
    stop: () => boss.stop({ graceful: true, timeout: 5_000 }),
  }
}
