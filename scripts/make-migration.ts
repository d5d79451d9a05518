// Writes the SQL that leads from prisma/migrations to prisma/schema.prisma: npx tsx scripts/make-migration.ts NAME
import { mkdir, writeFile } from "node:fs/promises"
import path from "node:path"
import { openScratchPostgres } from "@/lib/db/scratch-postgres"
import { createEnginePool, migrationsFolder, noFilters, openSchemaEngine, readMigrations, readSchema } from "@/lib/db/schema-engine"

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Say what the migration does: tsx scripts/make-migration.ts add_rosters")
  process.exit(1)
}

const scratch = await openScratchPostgres()
const pool = createEnginePool({ connectionString: scratch.url })
const shadow = createEnginePool({ connectionString: await scratch.createDatabase("shadow") })
try {
  const engine = await openSchemaEngine(pool, shadow)
  const migrations = await readMigrations()
  const { stdout } = await engine.diff({
    from: migrations.migrationDirectories.length ? { tag: "migrations", ...migrations } : { tag: "empty" },
    to: { tag: "schemaDatamodel", files: [await readSchema()] },
    script: true,
    exitCode: null,
    filters: noFilters,
  })
  if (!stdout?.trim() || /This is an empty migration/.test(stdout)) {
    console.log("prisma/migrations already leads to prisma/schema.prisma.")
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14)
    const folder = path.join(migrationsFolder, `${stamp}_${name}`)
    await mkdir(folder)
    await writeFile(path.join(folder, "migration.sql"), stdout)
    console.log(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql`)
  }
} finally {
  await pool.end()
  await shadow.end()
  await scratch.close()
}
