import { describe } from 'vitest';
import { mssqlEngine } from '../support/engines.ts';
import { processBehaviour } from './processes.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('on SQL Server', () => {
  if (engine !== null) processBehaviour(engine);
});
