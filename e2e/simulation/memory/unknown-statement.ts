/** Lib asks for something that this store can't do: no schedule is worth anything until it can. */
export class UnknownStatement extends Error {
  constructor(what: string) {
    super(`The store in memory knows no statement: ${what}`)
  }
}
