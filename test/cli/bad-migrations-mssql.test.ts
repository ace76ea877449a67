import { describe } from 'vitest';
import { mssqlEngine } from '../support/engines.ts';
import { badMigrationBehaviour } from './bad-migrations.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('on SQL Server', () => {
  if (engine !== null) badMigrationBehaviour(engine);
});
