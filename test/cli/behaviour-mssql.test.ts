import { describe } from 'vitest';
import { mssqlEngine } from '../support/engines.ts';
import { migrateBehaviour } from './behaviour.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('on SQL Server', () => {
  if (engine !== null) migrateBehaviour(engine);
});
