// Next's request exists only inside Next: here it is what `globalThis.fuzzRequest` says, so that actions, routes and pages
// run whole in this process. Nothing of Lantern's own is replaced but what a style sheet says.
import { createRequire, registerHooks } from "node:module"

const PARTS = {
  "next/headers": `export const headers = async () => globalThis.fuzzRequest().headers
    export const cookies = async () => globalThis.fuzzRequest().cookies`,
  "server-only": "export {}",
  "next/server": `${fromCommonJs("next/server")}
    export const { NextRequest, NextResponse, userAgent } = whole
    export const connection = async () => {}`,
  // Where a bundler takes the default export, Node takes the whole.
  "next-auth": `${fromCommonJs("next-auth")}
    export default whole.default`,
  "next-auth/providers/credentials": `${fromCommonJs("next-auth/providers/credentials")}
    export default whole.default`,
}

/** @param {string} name */
function fromCommonJs(name) {
  return `import { createRequire } from "node:module"
    const whole = createRequire(${JSON.stringify(import.meta.url)})(${JSON.stringify(name)})`
}
const NO_STYLE = "export default new Proxy({}, { get: () => '' })"

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (context.conditions?.includes("require")) return nextResolve(specifier, context)
    const source = PARTS[specifier] ?? (specifier.endsWith(".css") ? NO_STYLE : undefined)
    if (source === undefined) return nextResolve(specifier, context)
    return { url: `data:text/javascript,${encodeURIComponent(source)}`, format: "module", shortCircuit: true }
  },
})

// next-auth asks for the same by `require`.
const require = createRequire(import.meta.url)
const nextHeaders = require.resolve("next/headers")
require(nextHeaders)
require.cache[nextHeaders].exports = { headers: async () => globalThis.fuzzRequest().headers, cookies: async () => globalThis.fuzzRequest().cookies }
