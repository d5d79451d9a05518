import { describe, expect, it } from "vitest"
import { isInside } from "@/lib/alma/inside"

/** As a browser or undici would read it out of an address. */
const hostOf = (typed: string) => new URL(`https://${typed}/`).hostname

describe("what lies inside the network", () => {
  it.each([
    "127.0.0.1", "127.1", "2130706433", "0177.0.0.1", "0x7f.1", "0x7f000001", "017700000001", "127.0.0.1.", "１２７.0.0.1", "127。0。0。1",
    "0", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "169.254.169.254", "0xa9fea9fe",
    "2852039166", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[fe80::1]", "[fec0::1]", "[fd00:ec2::254]",
    "[ff02::1]", "[64:ff9b::169.254.169.254]", "[64:ff9b:1::1]", "[2002:7f00:1::]", "[2001::1]", "[2001:db8::1]",
    "localhost", "LOCALHOST", "localhost.", "alma", "metadata.google.internal", "printer.local", "sso.lan", "nas.home.arpa", "a.b.localhost",
  ])("holds %s", (typed) => expect(isInside(hostOf(typed))).toBe(true))

  it("holds an address with a zone", () => expect(isInside("fe80::1%eth0")).toBe(true))

  it.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "223.255.255.255", "[2606:4700::1]", "[2a00:1450:4001::1]",
    "api-na.hosted.exlibrisgroup.com", "localhost.example.edu", "sso.college.example"])("does not hold %s", (typed) => {
    expect(isInside(hostOf(typed))).toBe(false)
  })
})
