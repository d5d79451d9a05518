export function missingFromLock(
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>,
): [name: string, version: string][]
