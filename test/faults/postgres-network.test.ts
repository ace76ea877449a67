import { describe, it } from 'vitest';
import { type Engine, postgresEngine } from '../support/engines.ts';
import { networkFaults } from '../support/faults/choose.ts';
import { scenarios } from '../support/faults/scenarios.ts';
import { sweep } from '../support/faults/sweep.ts';

const engine = postgresEngine();
describe.skipIf(engine === null)('faults of the network to PostgreSQL', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    { timeout: 1_800_000 },
    async (_name, scenario) => {
      await sweep(engine as Engine, scenario, networkFaults);
    },
  );
});
