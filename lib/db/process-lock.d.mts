export function processMark(pid: number): string
export function isAlive(mark: string): boolean
export function withProcessLock<T>(file: string, work: () => Promise<T>, onWait?: () => void): Promise<T>
