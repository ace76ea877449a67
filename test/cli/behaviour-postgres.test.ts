import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { migrateBehaviour } from './behaviour.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('on PostgreSQL', () => {
  if (engine !== null) migrateBehaviour(engine);
});
