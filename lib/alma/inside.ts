import { BlockList, isIP } from "node:net"

const inside = new BlockList()
// What the IANA registries of special-purpose addresses don't hold globally reachable, and multicast: RFC 1122, 1918,
// 3927, 5737, 6598, 6890, 2544, 5771.
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const) {
  inside.addSubnet(net, bits, "ipv4")
}
// RFC 4193, 4291, 3879, 3849, 6666. An IPv4 address can stand in an IPv6 one: ::a.b.c.d (RFC 4291), 64:ff9b::a.b.c.d and
// 64:ff9b:1:… (RFC 6052, 8215), 2002:… (RFC 3056), 2001::… (RFC 4380). No Alma is reached by those, so all of them count.
for (const [net, bits] of [
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 32],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const) {
  inside.addSubnet(net, bits, "ipv6")
}

/** Whether an address, or a name by its looks alone, belongs to this machine or to the network that it stands in. */
export function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "").toLowerCase()
  const version = isIP(host)
  if (version !== 0) return inside.check(host, version === 6 ? "ipv6" : "ipv4")
  return !host.includes(".") || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host)
}
