import { existsSync } from 'node:fs';
import { QuodsiDbError } from '../../errors.ts';
import { introspect } from '../../introspect/introspect.ts';
import { currentStates } from '../../migrate/history/current-states.ts';
import { requireOwnership } from '../../migrate/history/ownership.ts';
import { readAnyMigrations } from '../../migrate/source/migration-file.ts';
import type { Schema, Table } from '../../schema/model.ts';
import { nameKey, serverOf } from '../../schema/server.ts';
import { type SeedTable, tenantsTable, usersTable } from '../../seed/seed-table.ts';
import type { Context } from '../context.ts';
import type { Session } from '../project-database.ts';
import { count } from '../style.ts';

const otherwise =
  'The demo set, generated rows and data files are for the tables tenants and users of the built-in project. For tables of your own, write a seed file: quodsi-db seed make <name>.';

/**
 * Finds before anybody answers a question, or a row is made, that there is no place for rows: migrations that were never
 * applied, a history of another project, tables that the project does not have, columns that are missing.
 *
 * @throws QuodsiDbError `MIGRATIONS_PENDING`, `NO_SEED_TABLES`, `SEED_TABLES_DIFFER`, exit code 1; `OTHER_PROJECT`, exit code 4
 */
export async function requireTables(context: Pick<Context, 'note'>, session: Session): Promise<void> {
  const { database, history, directory, lock } = session;
  const files = existsSync(directory) ? await readAnyMigrations(directory) : [];
  const { states, owned } = await currentStates(database, history, lock.table, files);
  await requireOwnership(owned, files, session.claimant);
  const pending = states.filter(({ status }) => ['pending', 'out-of-order', 'running'].includes(status));
  if (!(await hasColumns(session))) {
    // To read all of the schema takes longer than the demo set, and says nothing new of a database without any migration.
    const faults =
      pending.length < states.length || pending.length === 0 ? await readTableFaults(session) : null;
    if (pending.length > 0) throw pendingError(pending.length, faults?.lines ?? []);
    if (faults !== null) throw faults.error();
  }
  if (pending.length > 0) {
    const [are, them] = pending.length === 1 ? ['is', 'it'] : ['are', 'them'];
    context.note(
      `${count(pending.length, 'migration')} ${are} pending; to apply ${them}: quodsi-db migrate up`,
    );
  }
}

async function hasColumns({ database }: Session): Promise<boolean> {
  try {
    for (const { name, columns } of [tenantsTable, usersTable]) {
      await database
        .knex(name)
        .select(columns.map((column) => column.name))
        .whereRaw('1 = 0');
    }
    return true;
  } catch {
    return false;
  }
}

export interface TableFaults {
  readonly lines: readonly string[];
  readonly error: (cause?: unknown) => QuodsiDbError;
}

/** What hinders rows of the built-in project in the live tables; null where they fit. */
export async function readTableFaults({ database, lock }: Session): Promise<TableFaults | null> {
  return tableFaults(await introspect(database, { historyTable: lock.table }));
}

function pendingError(number: number, lines: readonly string[]): QuodsiDbError {
  return new QuodsiDbError(
    'MIGRATIONS_PENDING',
    `${count(number, 'migration')} ${number === 1 ? 'is' : 'are'} pending, and there is no place for rows without ${number === 1 ? 'it' : 'them'}`,
    { details: lines, hint: 'Apply the migrations first: quodsi-db migrate up.' },
  );
}

function tableFaults(schema: Schema): TableFaults | null {
  const found = [tenantsTable, usersTable].map((table) => ({ table, live: findTable(schema, table) }));
  const missing = found.flatMap(({ table, live }) => (live === undefined ? [table.name] : []));
  if (missing.length > 0) {
    const lines = missing.map((name) => `there is no table ${name}`);
    const message = `there ${missing.length === 1 ? 'is no table' : 'are no tables'} ${missing.join(' and ')} to write rows into`;
    return {
      lines,
      error: (cause) => new QuodsiDbError('NO_SEED_TABLES', message, { hint: otherwise, cause }),
    };
  }
  const lines = found.flatMap(({ table, live }) =>
    live === undefined ? [] : columnFaults(schema, table, live),
  );
  if (lines.length === 0) return null;
  return {
    lines,
    error: (cause) =>
      new QuodsiDbError('SEED_TABLES_DIFFER', 'the tables are not those that rows are made for', {
        details: lines,
        hint: otherwise,
        cause,
      }),
  };
}

function findTable(schema: Schema, { name }: SeedTable): Table | undefined {
  const server = serverOf(schema);
  return schema.tables.find(
    (table) =>
      nameKey(table.name, server) === nameKey(name, server) &&
      (table.schema === undefined || nameKey(table.schema, server) === nameKey(server.defaultSchema, server)),
  );
}

function columnFaults(schema: Schema, { name, columns }: SeedTable, live: Table): string[] {
  const server = serverOf(schema);
  const given = new Set(columns.map((column) => nameKey(column.name, server)));
  const there = new Set(live.columns.map((column) => nameKey(column.name, server)));
  const lacking = columns.filter((column) => !there.has(nameKey(column.name, server)));
  const demanding = live.columns.filter(
    ({ name: column, nullable, default: value, identity, computed }) =>
      !given.has(nameKey(column, server)) && !nullable && !value && !identity && !computed,
  );
  return [
    ...lacking.map((column) => `${name} has no column ${column.name}`),
    ...demanding.map(
      (column) => `${name}.${column.name} is NOT NULL without a default, and rows have nothing for it`,
    ),
  ];
}
