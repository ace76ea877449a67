import { describe } from 'vitest';
import { mssqlEngine } from '../support/engines.ts';
import { otherProject } from './other-project.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('on SQL Server', () => {
  if (engine !== null) otherProject(engine, false);
});
