import { describe } from 'vitest';
import { mssqlEngine } from '../support/engines.ts';
import { seedFileBehaviour } from './seed-files.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('seed files on SQL Server', () => {
  if (engine !== null) seedFileBehaviour(engine);
});
