import { openUrl } from './introspect-database.ts';
import { faultSuite } from './verify-fault-suite.ts';

faultSuite('PGlite', async () => {
  const database = await openUrl('pglite:memory');
  return { database, close: () => database.close() };
});
