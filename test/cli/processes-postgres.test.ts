import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { processBehaviour } from './processes.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('on PostgreSQL', () => {
  if (engine !== null) processBehaviour(engine);
});
