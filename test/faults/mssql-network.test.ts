import { describe, it } from 'vitest';
import { type Engine, mssqlEngine } from '../support/engines.ts';
import { networkFaults } from '../support/faults/choose.ts';
import { scenarios } from '../support/faults/scenarios.ts';
import { sweep } from '../support/faults/sweep.ts';

const engine = mssqlEngine();
describe.skipIf(engine === null)('faults of the network to SQL Server', () => {
  it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    '%s',
    { timeout: 1_800_000 },
    async (_name, scenario) => {
      await sweep(engine as Engine, scenario, networkFaults);
    },
  );
});
