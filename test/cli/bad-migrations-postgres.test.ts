import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { badMigrationBehaviour } from './bad-migrations.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('on PostgreSQL', () => {
  if (engine !== null) badMigrationBehaviour(engine);
});
