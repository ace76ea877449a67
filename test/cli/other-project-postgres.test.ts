import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { otherProject } from './other-project.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('on PostgreSQL', () => {
  if (engine !== null) otherProject(engine, true);
});
