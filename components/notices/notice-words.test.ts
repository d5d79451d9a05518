import { expect, it } from "vitest"
import { noticeText, noticeWords } from "./notice-words"

const place = { ssoUrl: "https://alma.example.edu/SAML", loginUrl: "https://alma.example.edu/local" }

it("says at the end: this link, the campus password, not the temporary one", () => {
  const text = noticeText(noticeWords("end", place, "the desk, extension 12"))
  expect(text).toMatch(/^Campus login works again\./)
  expect(text).toContain("Open: https://alma.example.edu/SAML")
  expect(text).toContain("Your campus password. Not the temporary one")
  expect(text).not.toContain(place.loginUrl)
})

it("says at the start: where to come, what to bring", () => {
  const text = noticeText(noticeWords("start", place, " Circulation desk "))
  expect(text).toContain("Come to: Circulation desk\n")
  expect(text).toMatch(/Bring: Your Primary ID\..*If asked, also your staff card\./)
})

it("says of a drill that it is one, and never that campus login is down, in the message too", () => {
  const [start, end] = [noticeText(noticeWords("start", place, "the desk", true)), noticeText(noticeWords("end", place, "the desk", true))]
  expect(start).toMatch(/^Drill: as if campus login were down\. Only for those who take part\./)
  expect(end).toMatch(/^The drill is over\. For those who took part/)
  expect(`${start} ${end}`).not.toMatch(/Campus login (is down|works again)/)
  expect(start).toContain("Come to: the desk")
})

it("leaves out of the message what is written in by hand on paper", () => {
  expect(noticeText(noticeWords("start", place, ""))).not.toContain("Come to")
  expect(noticeText(noticeWords("end", place, " "))).not.toContain("No luck")
  expect(noticeText(noticeWords("end", { ...place, ssoUrl: null }, ""))).toContain("the way you always did")
})
