// A program of its own, run by prepare-database.ts: makes an empty database in the given folder.
import { PGlite } from '@electric-sql/pglite'

const database = await PGlite.create(process.argv[2] ?? '')
await database.close()
