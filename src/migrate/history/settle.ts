import type { Knex } from 'knex';
import { askable } from '../../database/ask.ts';
import type { Database } from '../../database/database.ts';
import { statementFault } from '../../database/statement-error.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { compareNames } from '../../project-code/code-file.ts';
import { committed, tellsLater } from '../../project-code/lost-answer.ts';
import { type LockOptions, withMigrationLock } from '../lock/lock.ts';
import { findMigration } from '../plan.ts';
import type { MigrationFile } from '../source/migration-file.ts';
import type { Entry, History, HistoryRow } from './history.ts';
import { compareHistory, type MigrationState } from './history-check.ts';
import { type Claimant, claimOf } from './ownership.ts';

// Commands that change the history and nothing else. Each says first what it would do, so that consent can be asked,
// and does it under the lock, on the history as it is by then.

/** One change of the history. */
export interface Settlement {
  readonly action: 'add' | 'update' | 'remove';
  readonly entry: Entry;
  /** For a person: `accept the altered file of 20250101_x`. */
  readonly description: string;
}

export type PlanSettlements = (
  states: readonly MigrationState[],
  rows: readonly HistoryRow[],
) => Settlement[];

/** `mark <name> --applied | --reverted`: says how a migration stands, without running it. */
export function planMark(asked: string, as: 'applied' | 'reverted'): PlanSettlements {
  return (states) => {
    const { name, status, file } = findMigration(states, asked);
    const known = status !== 'pending' && status !== 'out-of-order';
    if (as === 'reverted') {
      if (!known) return [];
      const entry: Entry = { event: 'marked-reverted', name, checksum: file?.checksum ?? null };
      return [{ action: 'remove', entry, description: `record ${name} as not applied` }];
    }
    if (status === 'applied') return [];
    if (file === null) {
      throw new QuodsiDbError(
        'HISTORY_MISSING',
        `migration ${name} cannot be marked as applied: its file is missing`,
        {
          hint: 'Bring the file back, or record that it is not applied: --reverted.',
          exitCode: exitCodes.history,
        },
      );
    }
    const entry: Entry = { event: 'marked-applied', name, checksum: file.checksum };
    return [{ action: known ? 'update' : 'add', entry, description: `record ${name} as applied` }];
  };
}

/** `repair`: accepts altered files, forgets missing ones. */
export const planRepair: PlanSettlements = (states, rows) => {
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  return states.flatMap(({ name, status, file }): Settlement[] => {
    if (status === 'altered' && file !== null) {
      const detail = `was ${rowOf.get(name)?.checksum}`;
      const entry: Entry = { event: 'checksum-accepted', name, checksum: file.checksum, detail };
      return [{ action: 'update', entry, description: `accept the altered file of ${name}` }];
    }
    if (status === 'missing') {
      const entry: Entry = { event: 'forgotten', name, checksum: rowOf.get(name)?.checksum ?? null };
      return [{ action: 'remove', entry, description: `forget ${name}, whose file is missing` }];
    }
    return [];
  });
};

/** `baseline <name>`: records everything up to a migration as applied. `detail` tells why, for the log. */
export function planBaseline(asked: string, detail: string): PlanSettlements {
  return (states) => {
    const last = findMigration(states, asked).name;
    return baseline(
      states.filter((state) => state.name <= last),
      detail,
    );
  };
}

/** `baseline --from-knex`, `--from-alembic`: records what another tool's table names as applied. */
export function planBaselineNames(names: ReadonlySet<string>, detail: string): PlanSettlements {
  return (states) =>
    baseline(
      states.filter((state) => names.has(state.name)),
      detail,
    );
}

function baseline(states: readonly MigrationState[], detail: string): Settlement[] {
  return states.flatMap(({ name, status, file }): Settlement[] =>
    file !== null && (status === 'pending' || status === 'out-of-order')
      ? [
          {
            action: 'add',
            entry: { event: 'baselined', name, checksum: file.checksum, detail },
            description: `record ${name} as applied`,
          },
        ]
      : [],
  );
}

export interface SettleOptions {
  readonly database: Database;
  readonly history: History;
  readonly claimant: Claimant;
  readonly files: readonly MigrationFile[];
  readonly lock: LockOptions;
  /** Asked with the descriptions before anything is changed; throws to refuse. */
  readonly consent: (settlements: readonly Settlement[]) => Promise<void>;
}

/** Plans, asks, and settles in one transaction; resolves to what was done. */
export async function settle(options: SettleOptions, plan: PlanSettlements): Promise<readonly Settlement[]> {
  const { database, history, files, claimant } = options;
  const read = async () => {
    const owned = await history.readOwned(database);
    const claim = await claimOf(history, owned, files, claimant);
    const settlements = plan(compareHistory(files, owned.rows), owned.rows);
    const { isWhole } = owned;
    return {
      claim,
      isWhole,
      settlements: settlements.sort((a, b) => compareNames(a.entry.name, b.entry.name)),
    };
  };
  const planned = await read();
  if (planned.settlements.length === 0) return [];
  await options.consent(planned.settlements);
  return withMigrationLock(database, options.lock, async () => {
    const { claim, isWhole, settlements } = await read();
    if (!isWhole) await history.ensure(database);
    const agreed = new Set(planned.settlements.map((settlement) => settlement.description));
    if (settlements.some((settlement) => !agreed.has(settlement.description))) throw changedMeanwhile();
    await settleAll(options, settlements, claim);
    return settlements;
  });
}

async function settleAll(
  { database, history }: SettleOptions,
  settlements: readonly Settlement[],
  claim: Awaited<ReturnType<typeof claimOf>>,
): Promise<void> {
  const settling = async (trx: Knex.Transaction): Promise<void> => {
    await claim?.claim(trx);
    for (const settlement of settlements) await apply(history, trx, settlement);
  };
  await committed(database, settling, (_settled, error) => ({
    what: 'the change of the history',
    later: tellsLater('migrate status'),
    isDone: async (knex) => areInEffect(settlements, (await history.read(askable(knex))) ?? []),
    notDone: () => notSettledError(database, error),
  }));
}

function areInEffect(settlements: readonly Settlement[], rows: readonly HistoryRow[]): boolean {
  const rowOf = new Map(rows.map((row) => [row.name, row]));
  return settlements.every(({ action, entry: { name, checksum } }) => {
    const row = rowOf.get(name);
    return action === 'remove'
      ? row === undefined
      : row?.state === 'applied' && row.checksum.trim() === checksum;
  });
}

function notSettledError({ dialect }: Database, cause: unknown): QuodsiDbError {
  const { code, message, number, hint } = statementFault(dialect, cause, 'COMMIT;');
  return new QuodsiDbError(code, `the history could not be changed: ${message} (${number})`, {
    hint: ['Nothing was recorded: run the command again.', ...(hint === undefined ? [] : [hint])].join('\n'),
    cause,
  });
}

async function apply(history: History, knex: Knex, { action, entry }: Settlement): Promise<void> {
  if (action === 'add') await history.add(knex, 'applied', entry);
  else if (action === 'update') await history.update(knex, 'applied', entry);
  else await history.remove(knex, entry);
}

function changedMeanwhile(): QuodsiDbError {
  return new QuodsiDbError(
    'HISTORY_CHANGED',
    'the history changed between the question and the answer; nothing was done',
    {
      hint: 'Somebody else migrates this database. Look at "quodsi-db migrate status" and run the command again.',
      exitCode: exitCodes.history,
    },
  );
}
