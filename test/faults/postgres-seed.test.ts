import { describe, it } from 'vitest';
import { type Engine, postgresEngine } from '../support/engines.ts';
import { networkFaults } from '../support/faults/choose.ts';
import { scenariosOf } from '../support/faults/scenarios.ts';
import { sweep } from '../support/faults/sweep.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('a network that breaks on the way to PostgreSQL', () => {
  it.each(scenariosOf('seed').map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    { timeout: 3_600_000 },
    async (_name, scenario) => {
      await sweep(engine as Engine, scenario, networkFaults);
    },
  );
});
