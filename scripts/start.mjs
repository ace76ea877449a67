// Migrates the embedded database of this folder and proves that its schema is the declared one. Usage: npm start
import { endUnlessOk, run, say, setUp } from './setup.mjs';

// Named, so that a DATABASE_URL meant for something else is not migrated by trying this out.
const database = ['--url', 'pglite:.quodsi-db/data'];

setUp();
for (const command of [
  ['migrate', 'up'],
  ['validate', 'schema'],
]) {
  say(`\n> quodsi-db ${command.join(' ')}`);
  endUnlessOk(run(['bin/quodsi-db.js', ...command, ...database]));
}
say(`
The tables are in an embedded PostgreSQL in the folder .quodsi-db/data; delete it to begin again.
Next: "node bin/quodsi-db.js --help" lists the commands; README.md says how to point them at SQL Server.`);
