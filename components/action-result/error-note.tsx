import { StateWindow } from "@/components/account-state/state-window"

/** Why something didn't happen, beside the form it belongs to. It stays until the next try. */
export function ErrorNote({ error }: { error: string | null }) {
  return (
    <div role="alert">
      {error ? (
        <p className="mt-4 flex gap-2.5 rounded-[3px] border border-alarm bg-alarm-soft px-3 py-2.5 text-row text-ink">
          <span className="mt-px"><StateWindow name="not_ready" /></span>
          <span className="min-w-0 wrap-anywhere">{error}</span>
        </p>
      ) : null}
    </div>
  )
}
