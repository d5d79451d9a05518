import type { IconName } from "@/components/account-state/state-icon"
import type { CheckPart, CheckView } from "@/lib/domain/views"

export const CHECK_ICON: Record<CheckView["status"], IconName> = { ok: "ready", warn: "see_to", fail: "not_ready" }
export const CHECK_WORD: Record<CheckView["status"], string> = { ok: "Ready", warn: "See to it", fail: "Not ready" }

export const PART_ICON: Record<CheckPart["status"], IconName> = { ...CHECK_ICON, unknown: "left_alone" }
export const PART_WORD: Record<CheckPart["status"], string> = { ok: "Good", warn: "See to it", fail: "Not good", unknown: "Not known" }
