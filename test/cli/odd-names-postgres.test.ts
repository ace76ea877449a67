import { describe } from 'vitest';
import { postgresEngine } from '../support/engines.ts';
import { oddNameBehaviour } from './odd-names.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('on PostgreSQL', () => {
  if (engine !== null) oddNameBehaviour(engine);
});
