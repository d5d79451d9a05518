import type { Db } from "@/lib/db/types"
import { MemoryDb, type Change } from "./memory/memory-db"
import type { ModelName, Row } from "./memory/models"

/** The database of a schedule, as the processes and the checker see it. */
export interface Store {
  readonly client: Db
  /** All rows of a table as they are now. */
  rows(model: ModelName): Iterable<Row>
  onCommit: (changes: Change[]) => void
  /** Before a statement: the database's clock shows the virtual time. */
  begin(): Promise<void>
  /** Makes `rows` show what was committed. */
  refresh(): Promise<void>
  /** Nothing is left of an earlier schedule. */
  clear(): Promise<void>
}

/** In memory, begun anew for each schedule. */
export class MemoryStore implements Store {
  #db = new MemoryDb()
  onCommit: (changes: Change[]) => void = () => {}

  get client(): Db {
    return this.#db.client
  }

  rows(model: ModelName): Iterable<Row> {
    return this.#db.rows(model)
  }

  async begin(): Promise<void> {}

  async refresh(): Promise<void> {}

  async clear(): Promise<void> {
    this.#db = new MemoryDb()
    this.#db.onCommit = (changes) => this.onCommit(changes)
  }
}
