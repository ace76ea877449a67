import { describe } from 'vitest';
import { mssqlEngine } from '../support/engines.ts';
import { oddNameBehaviour } from './odd-names.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('on SQL Server', () => {
  if (engine !== null) oddNameBehaviour(engine);
});
