import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { seedFileBehaviour } from './seed-files.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('seed files on PostgreSQL', () => {
  if (engine !== null) seedFileBehaviour(engine);
});
