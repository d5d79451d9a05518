import { createReadStream } from "node:fs"
import { stat } from "node:fs/promises"
import path from "node:path"
import { decodeText } from "@/lib/domain/decode-text"
import { AppError } from "@/lib/domain/errors"
import { calledFrom } from "@/lib/env"

const MOST_BYTES = 5 * 1024 * 1024

/**
 * Text of a file that the operator named, or of stdin for `-`.
 * @throws AppError `input` with one sentence when it can't be read as text
 */
export async function readText(file: string): Promise<string> {
  if (file === "-") return decode(await gather(process.stdin, "The input"), "The input")
  const where = path.resolve(calledFrom(), file)
  const what = `The file ${file}`
  try {
    const about = await stat(where)
    if (about.isDirectory()) throw new AppError("input", `${file} is a folder, not a file.`)
    if (about.isFile() && about.size > MOST_BYTES) throw tooLarge(what)
    return decode(await gather(createReadStream(where), what), what)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError("input", sentenceFor(error, file))
  }
}

async function gather(stream: NodeJS.ReadableStream, what: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MOST_BYTES) throw tooLarge(what)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Buffer, what: string): string {
  const text = decodeText(bytes)
  if (text === null) throw new AppError("input", `${what} is not text in UTF-8. Save it as plain text or CSV (UTF-8).`)
  return text
}

function tooLarge(what: string): AppError {
  return new AppError("input", `${what} is larger than 5 MB.`)
}

function sentenceFor(error: unknown, file: string): string {
  const code = error instanceof Error && "code" in error ? error.code : ""
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return `There is no file ${file}.`
    case "EACCES":
    case "EPERM":
      return `The file ${file} may not be read.`
    default:
      return `The file ${file} can't be read.`
  }
}
