import { lookup } from "node:dns"
import { isIP, type LookupFunction } from "node:net"
import { isInside } from "@/lib/alma/inside"

/** The code of the error that such a connection ends with, before anything is sent. */
export const LEADS_INSIDE = "LEADS_INSIDE"

class LeadsInside extends Error {
  readonly code = LEADS_INSIDE
}

type Resolve = (hostname: string, options: { all: true }, done: (error: Error | null, addresses: { address: string; family: number }[]) => void) => void

/**
 * For an agent's `connect.lookup`: resolves at the moment of connecting, so that a name can't lead elsewhere after it was
 * checked, and fails when any of its addresses lies inside the network.
 */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      if (addresses.length === 0 || addresses.some(({ address }) => isIP(address) === 0 || isInside(address))) {
        return done(new LeadsInside("address inside a private network"), [])
      }
      if (options.all) return done(null, addresses)
      done(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}
