import { describe, it } from 'vitest';
import type { Engine } from '../engines.ts';
import { processFaults } from './choose.ts';
import { scenarios } from './scenarios.ts';
import { sweep } from './sweep.ts';

/** So many commands at a time: those whose server is silent do nothing but wait. */
const LANES = 6;

/** Kills the process of every command, and tells it to stop when its server has fallen silent. Skipped without an engine. */
export function processFaultsOn(engine: Engine | null, name: string): void {
  describe.skipIf(engine === null || process.platform === 'win32')(`processes on ${name}`, () => {
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
}
