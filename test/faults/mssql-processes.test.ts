import { describe, it } from 'vitest';
import { type Engine, mssqlEngine } from '../support/engines.ts';
import { processFaults } from '../support/faults/choose.ts';
import { scenarios } from '../support/faults/scenarios.ts';
import { sweep } from '../support/faults/sweep.ts';

/** So many commands at a time: those whose server is silent do nothing but wait. */
const LANES = 6;

const engine = mssqlEngine();
describe.skipIf(engine === null || process.platform === 'win32')('processes on SQL Server', () => {
  it('that are killed, or told to stop when the server has fallen silent, leave nothing to mend', {
    timeout: 7_200_000,
  }, async () => {
    const waiting = [...scenarios];
    const lane = async (): Promise<void> => {
      for (let scenario = waiting.shift(); scenario !== undefined; scenario = waiting.shift())
        await sweep(engine as Engine, scenario, processFaults);
    };
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const each of lanes) if (each.status === 'rejected') throw each.reason;
  });
});
