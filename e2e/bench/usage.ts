import type { Usage } from "./messages"

const MIB = 1024 * 1024

/** Looks at this process's memory twice a second, for its highest. */
export function watchUsage(): () => Usage {
  let rssPeak = 0
  let heapPeak = 0
  const look = () => {
    const { rss, heapUsed } = process.memoryUsage()
    rssPeak = Math.max(rssPeak, rss)
    heapPeak = Math.max(heapPeak, heapUsed)
    return { rss, heapUsed }
  }
  setInterval(look, 500).unref()
  return () => {
    look()
    globalThis.gc?.()
    const { rss, heapUsed } = look()
    const { user, system } = process.cpuUsage()
    const mib = (bytes: number) => Math.round(bytes / MIB)
    return { cpuSeconds: (user + system) / 1e6, rss: mib(rss), rssPeak: mib(rssPeak), heap: mib(heapUsed), heapPeak: mib(heapPeak) }
  }
}
