import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { givingUp } from '../load/give-up.ts';
import { loadError } from '../load/load-error.ts';
import { tenantsTable, usersTable } from '../seed-table.ts';
import { giveIds, tenantChecks, userChecks } from './checks.ts';
import { type SeedTableName, seedTables } from './columns.ts';
import { type FaultList, faultText } from './faults.ts';
import { insertSql, nextEndSql } from './insert-staged.ts';
import { type BroughtRow, broughtRow } from './landing.ts';
import type { Position } from './position.ts';
import type { FileRows } from './read-rows.ts';
import { keepRejects } from './rejects.ts';
import type { FileSeedOptions, FileSeedResult } from './seed-from-file.ts';
import type { Source } from './source.ts';
import { type Inside, type Staged, stageRows } from './stage-rows.ts';
import { type Counts, countStaged, refusedRows, tellRefused } from './staged-rows.ts';
import { createStaging, dropStaging, indexStaging, select, stagingOf } from './staging.ts';

/** A file on its way into the database. */
export interface FileLoad {
  readonly database: Database;
  readonly inside: Inside;
  readonly source: Source;
  readonly rows: FileRows;
  /** What is wrong with the file as a whole, so far. */
  readonly faults: FaultList;
  /** Where rejected rows go; undefined where they go nowhere. */
  readonly rejects: string | undefined;
  /** Told when that file has been written. */
  readonly onRejects: (path: string) => void;
  /** Told of a row that the load brings, where it does all in one transaction. */
  readonly onBrought: (row: BroughtRow) => void;
  readonly position: Position;
  readonly options: FileSeedOptions;
}

/** So many rows are inserted by a statement, where the run does not say how many it commits. */
const piece = 50_000;

/** Stages all rows, checks them among each other and against the database, and inserts those that are new. */
export async function loadFile(load: FileLoad): Promise<Omit<FileSeedResult, 'durationMs'>> {
  const { database, inside, source, rows, faults, position, options } = load;
  const { dialect } = database;
  const started = performance.now();
  const stagings = { tenants: stagingOf(dialect, 'tenants'), users: stagingOf(dialect, 'users') };
  await inside(async (trx) => {
    for (const table of seedTables) await createStaging(trx, dialect, stagings[table]);
  });
  const staged = await stageRows(database, inside, stagings, source, rows, faults, {
    keepRefused: options.skipInvalid,
    from: position.from,
    signal: options.signal,
    onRows: (done, total) => options.onProgress({ table: 'reading', done, total }),
  });
  options.onProgress({ table: 'reading', done: staged.last, total: staged.last });
  const counts = await inside(async (trx) => {
    for (const table of seedTables) await indexStaging(trx, dialect, stagings[table]);
    for (const sql of checksOf(load, stagings, staged)) await run(load, trx, sql);
    const found = {
      tenants: await countStaged(trx, stagings.tenants),
      users: await countStaged(trx, stagings.users),
    };
    if (!options.skipInvalid) {
      for (const table of seedTables) {
        await tellRefused(trx, dialect, stagings[table], found[table], options.maxErrors, faults);
      }
    }
    return found;
  });
  if (faults.count() > 0) throw invalid(load);
  const rejected = counts.tenants.refused + counts.users.refused;
  const rejectsFile = rejected > 0 ? load.rejects : undefined;
  if (rejectsFile !== undefined) {
    const byTable = rows.shape.format === 'json' && rows.shape.isDocument;
    const refused = (trx: Knex) => () => refusedRows(trx, dialect, stagings, byTable);
    await inside((trx) => keepRejects(rejectsFile, rows.shape, position.isResumed, refused(trx)));
    load.onRejects(rejectsFile);
  }
  for (const table of seedTables) await insert(load, stagings[table], staged, counts[table]);
  await inside(async (trx) => {
    for (const table of seedTables) await dropStaging(trx, dialect, stagings[table]);
    await position.finish(trx, staged.last, Math.round(performance.now() - started));
  });
  return {
    inserted: { tenants: counts.tenants.open, users: counts.users.open },
    skipped: {
      tenants: counts.tenants.exists + staged.passed.tenants,
      users: counts.users.exists + staged.passed.users,
    },
    rejected,
    ...(rejectsFile === undefined ? {} : { rejectsFile }),
  };
}

type Stagings = Readonly<Record<SeedTableName, ReturnType<typeof stagingOf>>>;

function checksOf({ database }: FileLoad, { tenants, users }: Stagings, { rows }: Staged): string[] {
  const { dialect } = database;
  const hasUsers = rows.users > 0;
  const hasTenants = rows.tenants > 0;
  return [
    ...(hasTenants ? tenantChecks(dialect, tenants) : []),
    ...(hasTenants && hasUsers ? [giveIds(dialect, tenants)] : []),
    ...(hasUsers ? userChecks(dialect, users, hasTenants ? tenants : undefined) : []),
  ];
}

/** Sends a statement that may take long; the server gives it up when the run is told to end. */
async function run(
  { database, options }: Pick<FileLoad, 'database' | 'options'>,
  trx: Knex.Transaction,
  sql: string,
): Promise<void> {
  await givingUp(database, options.signal, 0, async () => void (await trx.raw(sql)));
}

async function insert(
  load: FileLoad,
  staging: Stagings[SeedTableName],
  { given, rows }: Staged,
  { open }: Counts,
): Promise<void> {
  const { database, inside, options, position } = load;
  const { table } = staging;
  const { dialect } = database;
  const columns = new Set(given[table]);
  if (table === 'users') columns.add('tenant_id');
  else if (rows.users > 0) columns.add('id');
  // Users may refer to tenants further down in the file, so that all tenants come first; only behind the last of them does the
  // number of a row say that all before it are in.
  const isLast = table === 'users' || rows.users === 0;
  let from = 0;
  let done = 0;
  options.onProgress({ table, done, total: open });
  while (done < open) {
    const { last, count } = await inside(async (trx) => {
      const [next] = await select<{ last: number | string; count: number | string }>(
        trx,
        nextEndSql(dialect, staging, from, options.commitEvery ?? piece),
      );
      const end = Number(next?.last ?? 0);
      await run(load, trx, insertSql(dialect, staging, columns, from, end)).catch((error: unknown) => {
        throw loadError(database, table === 'tenants' ? tenantsTable : usersTable, error);
      });
      if (isLast) await position.save(trx, end);
      return { last: end, count: Number(next?.count ?? 0) };
    });
    from = last;
    done += count;
    if (options.commitEvery === undefined && done >= open)
      load.onBrought(await inside((trx) => broughtRow(trx, staging, last)));
    options.onProgress({ table, done, total: open });
  }
}

function invalid({ faults, source, options }: FileLoad): QuodsiDbError {
  const count = faults.count();
  const first = faults.first();
  const rest = count - first.length;
  return new QuodsiDbError(
    'SEED_INVALID',
    `${source.name} has ${count === 1 ? 'a fault' : `${count} faults`}, and nothing of it was written`,
    {
      details: [...first.map(faultText), ...(rest > 0 ? [`and ${rest} more`] : [])],
      hint: options.skipInvalid
        ? 'This is no matter of single rows that could be left out: correct the file.'
        : 'Correct the file, or pass --skip-invalid: rows that are wrong are then left out, and written to a file of their own.',
      exitCode: exitCodes.config,
    },
  );
}
