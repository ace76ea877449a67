import type { Knex } from 'knex';
import { askable } from '../../database/ask.ts';
import type { Recording } from '../../project-code/execute-code.ts';
import type { Entry, History, HistoryRow } from '../history/history.ts';
import type { Step } from './run-steps.ts';

/** How the history remembers a run of a migration: a row while it is applied, `failed` where it stopped half-way. */
export function historyRecording(
  history: History,
  { migration, direction, replaces }: Pick<Step, 'migration' | 'direction' | 'replaces'>,
): Recording {
  const { name, checksum } = migration.file;
  const up = direction === 'up';
  const entry = (durationMs: NonNullable<Entry['durationMs']>): Entry => ({
    event: up ? 'applied' : 'reverted',
    name,
    checksum,
    durationMs,
  });
  const rowOf = async (knex: Knex): Promise<HistoryRow | undefined> =>
    (await history.read(askable(knex)))?.find((row) => row.name === name);
  return {
    begun: (on) => (up ? history.add(on, 'running', entry(0)) : history.update(on, 'running', entry(0))),
    async done(on, durationMs) {
      if (!up) await history.remove(on, entry(durationMs));
      else if (on.isTransaction) await history.add(on, 'applied', entry(durationMs));
      else await history.update(on, 'applied', entry(durationMs));
    },
    isBegun: async (knex) => (await rowOf(knex))?.state === 'running',
    async isDone(knex) {
      const row = await rowOf(knex);
      if (!up) return row === undefined;
      return row?.state === 'applied' && Number(row.appliedAt) !== Number(replaces);
    },
    async halfWay(knex) {
      const failed: Entry = {
        ...entry(0),
        event: 'failed',
        detail: `${direction} stopped half-way, outside a transaction`,
      };
      if (await rowOf(knex)) await history.update(knex, 'failed', failed);
      else await history.add(knex, 'failed', failed);
    },
  };
}
