import { dataScenarios } from './data-scenarios.ts';
import { openUrl } from './introspect-database.ts';

dataScenarios('postgres', async () => {
  const database = await openUrl('pglite:memory');
  return { database, drop: () => database.close() };
});
