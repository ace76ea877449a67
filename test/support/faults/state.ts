import { type Ground, openGround } from './ground.ts';

/** What a database holds, as an independent connection reads it. */
export interface State {
  /** Migrations of the history by name: `applied`, `running`, `failed`. */
  readonly history: Readonly<Record<string, string>>;
  /** Seeds of the record by name: how they stand. */
  readonly seeds: Readonly<Record<string, string>>;
  /** The log without its failures, one line for each event. */
  readonly events: readonly string[];
  /** Names of the log's failures. */
  readonly failures: readonly string[];
  /** Rows of the history and of the seeds' record, tables, columns, constraints, indexes and rows. */
  readonly contents: readonly string[];
}

/** What differs from run to run: moments, and numbers that a transaction does not give back. */
const volatile = {
  own: new Set(['id', 'at', 'applied_at', 'duration_ms', 'host', 'os_user']),
  users: new Set(['index_id', 'created_at', 'updated_at']),
};
const HISTORY = 'quodsi_db_migrations';

/** Catalog of one SQL schema, as each engine has it. */
const catalogs = {
  postgres: {
    tables:
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
    facts: [
      `SELECT c.relname AS of, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attidentity
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
      `SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS def
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'`,
      `SELECT c.relname AS of, pg_get_indexdef(i.indexrelid) AS def
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace`,
    ],
  },
  mssql: {
    tables:
      "SELECT TABLE_NAME AS name FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA = 'dbo' ORDER BY 1",
    facts: [
      `SELECT TABLE_NAME AS [of], COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, IS_NULLABLE
FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA = 'dbo'`,
      `SELECT TABLE_NAME AS [of], CONSTRAINT_NAME, CONSTRAINT_TYPE
FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = 'dbo'`,
    ],
  },
};

export async function readState(url: string): Promise<State> {
  const ground = await openGround(url);
  try {
    return await read(ground, url.startsWith('postgres') ? 'postgres' : 'mssql');
  } finally {
    await ground.close();
  }
}

async function read({ query }: Ground, dialect: 'postgres' | 'mssql'): Promise<State> {
  const catalog = catalogs[dialect];
  const tables = (await query(catalog.tables)).map(({ name }) => String(name));
  const contents: string[] = [];
  const add = (label: string, rows: readonly object[], whose: keyof typeof volatile = 'own'): void => {
    contents.push(...rows.map((row) => `${label} ${canonical(row, whose)}`).sort());
  };
  const rowsOf = async (table: string) => (tables.includes(table) ? query(`SELECT * FROM ${table}`) : []);
  const byId = (rows: readonly Record<string, unknown>[]) =>
    [...rows].sort((a, b) => Number(a.id) - Number(b.id));

  for (const sql of catalog.facts) add('object', await query(sql));
  for (const table of tables)
    if (!table.startsWith(HISTORY)) add(`row of ${table}`, await rowsOf(table), 'users');
  const history = byId(await rowsOf(HISTORY));
  contents.push(...history.map((row) => `applied ${canonical(row)}`));
  const seeds = byId(await rowsOf(`${HISTORY}_seed`));
  add('seed', seeds);
  const log = byId(await rowsOf(`${HISTORY}_log`));
  const text = (value: unknown): string => String(value).trim();
  return {
    history: Object.fromEntries(history.map(({ name, state }) => [text(name), text(state)])),
    seeds: Object.fromEntries(
      seeds.map(({ name, state, position }) => [text(name), `${text(state)} ${text(position)}`]),
    ),
    events: log.filter(({ event }) => text(event) !== 'failed').map((row) => canonical(row)),
    failures: log.flatMap(({ event, name }) => (text(event) === 'failed' ? [text(name)] : [])),
    contents,
  };
}

function canonical(row: object, whose: keyof typeof volatile = 'own'): string {
  return Object.entries(row)
    .filter(([name]) => !volatile[whose].has(name))
    .map(([name, value]) => `${name.toLowerCase()}=${String(value).trim()}`)
    .join(' ');
}
