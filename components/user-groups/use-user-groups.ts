"use client"

import { useEffect, useRef, useState } from "react"
import { runAction } from "@/components/action-result/run-action"
import { offerUserGroupsAction } from "@/lib/actions/offer-user-groups"
import type { UserGroups } from "@/lib/domain/settings-views"

/** The user groups of Alma, read once as a form opens; null while they are read. */
export function useUserGroups(): UserGroups | null {
  const [answer, setAnswer] = useState<UserGroups | null>(null)
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void runAction(offerUserGroupsAction, {}).then((ran) => setAnswer(ran.ok ? ran.data : { groups: null, why: ran.error }))
  }, [])
  return answer
}
