import { createServer, type Server } from "node:net"

/** For tests: as much of SMTP (RFC 5321) as nodemailer speaks. It takes no mail for an address with "nobody-knows" in it. */
export function mailServer(received: string[]): Server {
  return createServer((socket) => {
    let data: string | null = null
    const say = (line: string) => socket.write(`${line}\r\n`)
    say("220 practice")
    socket.setEncoding("utf8").on("error", () => {}).on("data", (chunk: string) => {
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        if (data !== null && line !== ".") data += `${line}\n`
        else if (data !== null) { received.push(data); data = null; say("250 taken") }
        else if (line === "DATA") { data = ""; say("354 go on") }
        else if (line.startsWith("RCPT") && line.includes("nobody-knows")) say("550 no such address")
        else if (line === "QUIT") { say("221 bye"); socket.end() }
        else say("250 yes")
      }
    })
  })
}
