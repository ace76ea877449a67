import type { Knex } from 'knex';
import type { Askable, Sender } from '../database/ask.ts';
import type { Database } from '../database/database.ts';
import { escapeQuestionMarks } from '../database/question-marks.ts';
import { readIfThere, toDate, withDefaultSchema } from '../database/tool-table.ts';
import { quoteName, quoteTable, tableParts } from '../ddl/name.ts';
import type { Dialect } from '../target.ts';

/** What a seed was: the demo set, generated rows, rows of a data file, or a file with code of the project. */
export type SeedKind = 'demo' | 'generated' | 'file' | 'script';

/** `running` while no seed runs means: it was interrupted, and `position` says how far it got. */
export type SeedState = 'running' | 'done';

/** What the database remembers of a seed. */
export interface SeedRecordRow {
  /** At most 255 characters; unique. */
  readonly name: string;
  readonly kind: SeedKind;
  /** SHA-256 in hex of what the seed was made from; null where that cannot change. */
  readonly checksum: string | null;
  readonly state: SeedState;
  /** How many rows are committed, so that a run can go on behind them. */
  readonly position: number;
  /** When it was last written, by the server's clock. */
  readonly at: Date;
  readonly durationMs: number | null;
  readonly toolVersion: string;
}

/** What is written of a seed; the server and the tool add when, and by which version. */
export type SeedEntry = Omit<SeedRecordRow, 'at' | 'toolVersion'>;

/** The seeds that ran in one database, in a table beside the history of migrations. */
export interface SeedRecord {
  /** Makes the table where it is missing. */
  ensure(knex: Knex): Promise<void>;
  /**
   * Rows by name; null where there is no table yet. Within a transaction only once the table is there: PostgreSQL ends a
   * transaction that reads one that is not.
   */
  read(from: Askable): Promise<SeedRecordRow[] | null>;
  /** Adds the row of a seed, or replaces it; in the caller's transaction where it has one. */
  write(on: Sender, entry: SeedEntry): Promise<void>;
  /** Forgets a seed, so that it runs as if for the first time. */
  remove(knex: Knex, name: string): Promise<void>;
}

interface StoredRow {
  name: string;
  kind: SeedKind;
  checksum: string | null;
  state: SeedState;
  position: number | string;
  at: Date;
  duration_ms: number | string | null;
  tool_version: string;
}

/** `historyTable` is `table` or `schema.table`; the record is `<table>_seed` beside it. */
export function openSeedRecord(database: Database, historyTable: string, toolVersion: string): SeedRecord {
  const { dialect } = database;
  const qualified = withDefaultSchema(database, historyTable);
  // Names stand in statements that have bindings.
  const quoted = seedTableName(dialect, qualified);
  const table = escapeQuestionMarks(quoted);

  return {
    async ensure(knex) {
      await knex.raw(escapeQuestionMarks(createSeedTableSql(dialect, qualified)));
    },
    async read(from) {
      const rows = await readIfThere<StoredRow>(
        from,
        dialect,
        quoted,
        `SELECT name, kind, checksum, state, position, at, duration_ms, tool_version FROM ${quoted} ORDER BY name`,
      );
      return rows?.map(toRow) ?? null;
    },
    async write(on, { name, kind, checksum, state, position, durationMs }) {
      const values = { kind, checksum, state, position, duration_ms: durationMs, tool_version: toolVersion };
      const now = dialect === 'postgres' ? 'clock_timestamp()' : 'SYSUTCDATETIME()';
      const columns = Object.keys(values);
      const insert = `INSERT INTO ${table} (name, ${columns.join(', ')}, at) VALUES (?, ${columns.map(() => '?').join(', ')}, ${now})`;
      if (dialect === 'postgres') {
        const set = [...columns, 'at'].map((column) => `${column} = excluded.${column}`).join(', ');
        await on.raw(`${insert} ON CONFLICT (name) DO UPDATE SET ${set}`, [name, ...Object.values(values)]);
        return;
      }
      // The lock is held to the end of the batch, so that of two writers one waits instead of failing on the unique key.
      const update = `UPDATE ${table} WITH (UPDLOCK, SERIALIZABLE) SET ${columns.map((column) => `${column} = ?`).join(', ')}, at = ${now} WHERE name = ?`;
      await on.raw(`${update};\nIF @@ROWCOUNT = 0 ${insert};`, [
        ...Object.values(values),
        name,
        name,
        ...Object.values(values),
      ]);
    },
    async remove(knex, name) {
      await knex.raw(`DELETE FROM ${table} WHERE name = ?`, [name]);
    },
  };
}

function seedTableName(dialect: Dialect, historyTable: string): string {
  const { schema, name } = tableParts(historyTable);
  return quoteTable(dialect, { schema, name: `${name}_seed` });
}

function createSeedTableSql(dialect: Dialect, historyTable: string): string {
  const table = seedTableName(dialect, historyTable);
  const constraint = (prefix: string): string =>
    quoteName(dialect, `${prefix}_${tableParts(historyTable).name}_seed`);
  const [text, moment] =
    dialect === 'postgres' ? ['varchar', 'timestamptz(3)'] : ['nvarchar', 'datetime2(3)'];
  const identity = dialect === 'postgres' ? 'GENERATED ALWAYS AS IDENTITY' : 'IDENTITY(1,1) NOT NULL';
  const columns = `(
  id bigint ${identity} CONSTRAINT ${constraint('pk')} PRIMARY KEY,
  name ${text}(255) NOT NULL CONSTRAINT ${constraint('uq')} UNIQUE,
  kind varchar(20) NOT NULL,
  checksum char(64) NULL,
  state varchar(20) NOT NULL CONSTRAINT ${constraint('ck')} CHECK (state IN ('running', 'done')),
  position bigint NOT NULL,
  at ${moment} NOT NULL,
  duration_ms bigint NULL,
  tool_version varchar(50) NOT NULL
)`;
  return dialect === 'postgres'
    ? `CREATE TABLE IF NOT EXISTS ${table} ${columns}`
    : `IF OBJECT_ID(N'${table.replaceAll("'", "''")}', N'U') IS NULL\nCREATE TABLE ${table} ${columns}`;
}

function toRow(row: StoredRow): SeedRecordRow {
  return {
    name: row.name,
    kind: row.kind,
    checksum: row.checksum,
    state: row.state,
    position: Number(row.position),
    at: toDate(row.at),
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    toolVersion: row.tool_version,
  };
}
