// Next's request exists only inside Next: here it is what `globalThis.fuzzRequest` says, so that actions and routes run
// whole in this process. Nothing of Lantern's own is replaced.
import { registerHooks } from "node:module"

const PARTS = {
  "next/headers": `export const headers = async () => globalThis.fuzzRequest.headers
    export const cookies = async () => globalThis.fuzzRequest.cookies`,
  "server-only": "export {}",
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (!(specifier in PARTS)) return nextResolve(specifier, context)
    return { url: `data:text/javascript,${encodeURIComponent(PARTS[specifier])}`, format: "module", shortCircuit: true }
  },
})
