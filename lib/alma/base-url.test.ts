import { describe, expect, it } from "vitest"
import { normaliseBaseUrl } from "@/lib/alma/base-url"

const allowed = ["127.0.0.1:4100", "alma-proxy.campus.test:8443", "[::1]:9000"]

describe("normaliseBaseUrl", () => {
  it.each([
    ["https://api-na.hosted.exlibrisgroup.com", "https://api-na.hosted.exlibrisgroup.com"],
    [" https://API-EU.hosted.exlibrisgroup.com/almaws/v1/ ", "https://api-eu.hosted.exlibrisgroup.com"],
    ["api-ap.hosted.exlibrisgroup.com", "https://api-ap.hosted.exlibrisgroup.com"],
    ["https://api-aps.hosted.exlibrisgroup.com/", "https://api-aps.hosted.exlibrisgroup.com"],
    ["https://api-ca.hosted.exlibrisgroup.com:443/almaws/v1", "https://api-ca.hosted.exlibrisgroup.com"],
    ["https://api-cn.hosted.exlibrisgroup.com.cn", "https://api-cn.hosted.exlibrisgroup.com.cn"],
    ["http://127.0.0.1:4100/almaws/v1", "http://127.0.0.1:4100"],
    ["http://127.1:4100", "http://127.0.0.1:4100"],
    ["https://alma-proxy.campus.test:8443", "https://alma-proxy.campus.test:8443"],
    ["http://[::1]:9000", "http://[::1]:9000"],
  ])("accepts %s", (text, url) => {
    expect(normaliseBaseUrl(text, allowed)).toEqual({ ok: true, url })
  })

  it.each([
    ["", "Type the address"],
    ["not an address", "isn't a web address"],
    ["ftp://api-na.hosted.exlibrisgroup.com", "must begin with https"],
    ["http://api-na.hosted.exlibrisgroup.com", "https:// only"],
    ["https://api-na.hosted.exlibrisgroup.com:8443", "Leave the port out"],
    ["https://me:key@api-na.hosted.exlibrisgroup.com", "user name and password"],
    ["https://@api-na.hosted.exlibrisgroup.com", "user name and password"],
    ["https://api-na.hosted.exlibrisgroup.com/#x", "begins with #"],
    ["https://api-na.hosted.exlibrisgroup.com/?apikey=1", "begins with ?"],
    ["https://api-na.hosted.exlibrisgroup.com/almaws/v1/users", "without a path"],
    ["https://api-na.hosted.exlibrisgroup.com.evil.test", "isn't one of Alma's API regions"],
    ["https://api-na.hosted.exlibrisgroup.com@evil.test", "user name and password"],
    ["https://api-na.hosted.exlibrisgroup.com.", "isn't one of Alma's API regions"],
    ["https://api-xx.hosted.exlibrisgroup.com", "isn't one of Alma's API regions"],
    ["https://8.8.8.8", "isn't one of Alma's API regions"],
    ["http://127.0.0.1:4101", "private network"],
    ["http://127.0.0.1", "private network"],
    ["http://localhost:4100", "private network"],
    ["http://2130706433:80", "private network"],
    ["http://0x7f.1", "private network"],
    ["http://10.0.0.5", "private network"],
    ["http://172.31.255.1", "private network"],
    ["http://192.168.1.1", "private network"],
    ["http://169.254.169.254", "private network"],
    ["http://0.0.0.0", "private network"],
    ["http://[::1]", "private network"],
    ["http://[::ffff:10.0.0.1]", "private network"],
    ["http://[fd00::1]", "private network"],
    ["http://[fe80::1]", "private network"],
    ["http://db", "private network"],
    ["http://metadata.internal", "private network"],
  ])("refuses %s", (text, words) => {
    const result = normaliseBaseUrl(text, allowed)
    expect(result.ok ? result.url : result.reason).toContain(words)
  })
})
