import { readFile, writeFile } from "node:fs/promises"
import path from "node:path"
import { build, type Plugin } from "esbuild"

const root = path.resolve(import.meta.dirname, "../..")

/** Some packages are CommonJS inside, and look for what a module of their own kind has. */
const BANNER = `import { createRequire as lanternRequire } from "node:module"
const require = lanternRequire(import.meta.url)
const __filename = import.meta.filename
const __dirname = import.meta.dirname
`

/** Prisma carries its WebAssembly as text; the same bytes in a file of their own needn't be read as a program. */
const wasmBeside: Plugin = {
  name: "wasm-beside",
  setup({ onLoad, initialOptions }) {
    onLoad({ filter: /\.wasm-base64\.mjs$/ }, async ({ path: file }) => {
      const text = /["'`]([A-Za-z0-9+/=]{1000,})["'`]/.exec(await readFile(file, "utf8"))?.[1]
      if (!text) throw new Error(`${file} isn't as expected`)
      const name = `${path.basename(file, ".mjs")}.wasm`
      await writeFile(path.join(path.dirname(initialOptions.outfile!), name), Buffer.from(text, "base64"))
      return { contents: `import { readFileSync } from "node:fs"\nexport const wasm = readFileSync(new URL("./${name}", import.meta.url))` }
    })
  },
}

/**
 * Makes one file of a program and all it imports, so that a process of it is up in a fraction of the time. What it
 * does is what the sources do.
 */
export async function bundleProgram(source: string, into: string): Promise<string> {
  const outfile = path.join(into, `${path.basename(source, ".ts")}.mjs`)
  await build({
    entryPoints: [path.join(root, source)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "esm",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
    tsconfig: path.join(root, "tsconfig.json"),
    banner: { js: BANNER },
    plugins: [wasmBeside],
  })
  return outfile
}
