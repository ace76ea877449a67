import type { Knex } from 'knex';
import { askable } from '../database/ask.ts';
import type { Database } from '../database/database.ts';
import { statementFault } from '../database/statement-error.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { committed, type Landing } from '../project-code/lost-answer.ts';
import { rolledBack } from '../project-code/rolled-back.ts';
import { requireTable } from './load/require-table.ts';
import type { SeedEntry, SeedRecord, SeedRecordRow } from './record.ts';
import type { SeedOptions, SeedResult } from './run-options.ts';
import { advance, type Part } from './run-part.ts';
import { type SeedRow, tenantsTable, usersTable } from './seed-table.ts';

/** Tenants and users that can be asked for by their numbers, always the same. */
export interface SeedSource {
  readonly entry: Pick<SeedEntry, 'name' | 'kind' | 'checksum'>;
  readonly tenantCount: number;
  readonly userCount: number;
  tenants(from: number, to: number): Iterable<readonly SeedRow[]>;
  users(from: number, to: number): Iterable<readonly SeedRow[]>;
}

interface Run {
  readonly database: Database;
  readonly record: SeedRecord;
  readonly source: SeedSource;
  readonly options: SeedOptions;
  readonly started: number;
  readonly tenants: Part;
  readonly users: Part;
}

const ID = column(usersTable.columns, 'id');
const TENANT_ID = column(usersTable.columns, 'tenant_id');

/**
 * Writes the rows that are not there yet, in one transaction, or in one for every `commitEvery` rows. A tenant is there
 * when one has its slug or its id, a user when one has its e-mail within its tenant, its identity or its id. Users of a
 * tenant whose slug belongs to a row with another id go to that row.
 *
 * A run in steps leaves its position in the record, in the transaction of the rows; the next run of the same source goes
 * on there. The caller holds the migration lock. Throws NO_SUCH_OBJECT or NO_SUCH_COLUMN where migrations are missing,
 * what loadRows throws, and the reason of the signal; the transaction that was open is rolled back.
 */
export async function seedSource(
  database: Database,
  record: SeedRecord,
  source: SeedSource,
  options: SeedOptions,
): Promise<SeedResult> {
  const started = Date.now();
  const { commitEvery, dryRun, signal } = options;
  if (commitEvery !== undefined && !(Number.isSafeInteger(commitEvery) && commitEvery > 0)) {
    throw new QuodsiDbError('USAGE', `cannot commit every ${commitEvery} rows`, {
      hint: 'Give a whole number of 1 or more.',
      exitCode: exitCodes.usage,
    });
  }
  signal.throwIfAborted();
  for (const table of [tenantsTable, usersTable]) await requireTable(database, database.knex, table);
  const recorded = await recordedRow(record, database.knex, source);
  const run = startRun(
    database,
    record,
    source,
    options,
    started,
    await resumedUsers(database, source, recorded),
  );
  const whole = async (trx: Knex.Transaction): Promise<boolean> => {
    await advance(database, trx, run.tenants, source.tenantCount, options);
    await advance(database, trx, run.users, source.userCount, options);
    const inserted = run.tenants.inserted + run.users.inserted;
    // A run that found all its rows changes nothing at all.
    const isNew = inserted > 0 || recorded?.state !== 'done';
    if (isNew) await writeRecord(run, trx);
    return isNew;
  };
  if (dryRun) {
    await rolledBack(database, async (trx) => {
      await record.ensure(trx);
      await whole(trx);
    });
  } else {
    await record.ensure(database.knex);
    if (commitEvery === undefined) await committed(database, whole, landingOf(run, recorded));
    else await inSteps(run, commitEvery);
  }
  const { tenants, users } = run;
  return {
    inserted: { tenants: tenants.inserted, users: users.inserted },
    skipped: { tenants: tenants.total - tenants.inserted, users: users.total - users.inserted },
    durationMs: Date.now() - started,
  };
}

function startRun(
  database: Database,
  record: SeedRecord,
  source: SeedSource,
  options: SeedOptions,
  started: number,
  users: number,
): Run {
  const others = new Map<string, string>();
  const begin = { inserted: 0, wasEmpty: undefined };
  return {
    database,
    record,
    source,
    options,
    started,
    // Always from the first one on: they are few, and users have to know where theirs is.
    tenants: {
      ...begin,
      table: tenantsTable,
      keys: [['id'], ['slug']],
      total: source.tenantCount,
      rows: (from, to) => source.tenants(from, to),
      merge: {
        key: ['slug'],
        onOther: (found) => {
          for (const [id, other] of found) others.set(id, other);
        },
      },
      done: 0,
    },
    users: {
      ...begin,
      table: usersTable,
      keys: [['id'], ['tenant_id', 'email'], ['identity_provider', 'identity_provider_id']],
      total: source.userCount,
      rows: (from, to) => ofOtherTenants(source.users(from, to), others),
      done: users,
    },
  };
}

/** Each step with its position in one transaction: both are there, or neither. */
async function inSteps(run: Run, commitEvery: number): Promise<void> {
  for (const part of [run.tenants, run.users]) {
    while (part.done < part.total) {
      run.options.signal.throwIfAborted();
      const before = await recordedRow(run.record, run.database.knex, run.source);
      const next = async (trx: Knex.Transaction): Promise<boolean> => {
        const to = Math.min(part.done + commitEvery, part.total);
        await advance(run.database, trx, part, to, run.options);
        await writeRecord(run, trx);
        return true;
      };
      await committed(run.database, next, landingOf(run, before));
    }
  }
}

async function writeRecord(
  { record, source, tenants, users, started }: Run,
  trx: Knex.Transaction,
): Promise<void> {
  const isDone = tenants.done === tenants.total && users.done === users.total;
  await record.write(trx, {
    ...source.entry,
    state: isDone ? 'done' : 'running',
    // The tenants are gone through again when a run goes on with the users.
    position: users.done > 0 ? tenants.total + users.done : tenants.done,
    durationMs: isDone ? Date.now() - started : null,
  });
}

/** What the record says of this source; of another one by the same name it says nothing. */
async function recordedRow(
  record: SeedRecord,
  knex: Knex,
  { entry }: SeedSource,
): Promise<SeedRecordRow | undefined> {
  const rows = (await record.read(askable(knex))) ?? [];
  return rows.find(({ name, checksum }) => name === entry.name && checksum === entry.checksum);
}

/**
 * How many users an interrupted run has left; none when its first or its last one is gone: then the tables were emptied
 * or made anew since, and the position is that of rows which are no more.
 */
async function resumedUsers(
  { knex }: Database,
  source: SeedSource,
  recorded: SeedRecordRow | undefined,
): Promise<number> {
  if (recorded?.state !== 'running') return 0;
  const users = recorded.position - source.tenantCount;
  if (users <= 0 || users > source.userCount) return 0;
  const ids = new Set<string>();
  for (const number of [0, users - 1]) {
    for (const [row] of source.users(number, number + 1)) ids.add(String(row?.[ID]));
  }
  const found: unknown[] = await knex('users')
    .select('id')
    .whereIn('id', [...ids]);
  return found.length === ids.size ? users : 0;
}

/** Users with the tenant that is there in place of the one that was to be. */
function* ofOtherTenants(
  batches: Iterable<readonly SeedRow[]>,
  others: ReadonlyMap<string, string>,
): Generator<readonly SeedRow[]> {
  for (const batch of batches) {
    yield others.size === 0
      ? batch
      : batch.map((row) => {
          const other = others.get(String(row[TENANT_ID]).toLowerCase());
          return other === undefined ? row : row.with(TENANT_ID, other);
        });
  }
}

function column(columns: readonly { readonly name: string }[], name: string): number {
  return columns.findIndex((each) => each.name === name);
}

/** What to look for in the record when the answer to the COMMIT of a part is lost; null where the part has written nothing. */
function landingOf(
  { database, record, source }: Run,
  before: SeedRecordRow | undefined,
): (isRecorded: boolean, error: unknown) => Landing | null {
  return (isRecorded, error) =>
    isRecorded
      ? {
          what: 'what was seeded',
          later: 'run it again when the server answers, and what is there is skipped.',
          isDone: async (knex: Knex) => {
            const now = await recordedRow(record, knex, source);
            return now !== undefined && Number(now.at) !== Number(before?.at);
          },
          notDone: () => commitError(database, error),
        }
      : null;
}

function commitError({ dialect }: Database, error: unknown): QuodsiDbError {
  const fault = statementFault(dialect, error, 'COMMIT;');
  return new QuodsiDbError(
    fault.code,
    `what was seeded could not be committed: ${fault.message} (${fault.number})`,
    { hint: 'Run it again: what is there is skipped.', cause: error },
  );
}
