/** What happened to an account, without the steps in Alma's own screen that can follow: those stand where they are done. */
export function withoutSteps(reason: string): string {
  return reason.replace(/ By hand: .*$/s, "").replace(/(?<= by hand): .*$/s, ".")
}
