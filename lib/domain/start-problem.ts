/**
 * Something outside Lantern keeps it from starting: a taken port, a full disk, a wrong setting. The message is one
 * sentence for the operator and is shown without a stack.
 */
export class StartProblem extends Error {
  override readonly name = "StartProblem"
}
