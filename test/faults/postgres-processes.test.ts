import { describe, it } from 'vitest';
import { type Engine, postgresEngine } from '../support/engines.ts';
import { processFaults } from '../support/faults/choose.ts';
import { scenarios } from '../support/faults/scenarios.ts';
import { sweep } from '../support/faults/sweep.ts';

const engine = postgresEngine();
describe.skipIf(engine === null || process.platform === 'win32')(
  'processes that are killed, or wait for a PostgreSQL that has fallen silent',
  () => {
    it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      { timeout: 1_800_000 },
      async (_name, scenario) => {
        await sweep(engine as Engine, scenario, processFaults, 4);
      },
    );
  },
);
