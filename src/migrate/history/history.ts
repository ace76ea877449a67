import { hostname, userInfo } from 'node:os';
import { type Askable, askAll, type Sender } from '../../database/ask.ts';
import type { Database } from '../../database/database.ts';
import { SINCE_BEGIN } from '../../database/dialects/mssql-deferral.ts';
import { escapeQuestionMarks } from '../../database/question-marks.ts';
import { splitSql } from '../../database/sql-text.ts';
import { readIfThere, toDate, withDefaultSchema } from '../../database/tool-table.ts';
import { type Measured, SINCE } from '../../project-code/since-start.ts';
import type { Dialect } from '../../target.ts';
import { refuseHistoryElsewhere } from './history-elsewhere.ts';
import { rowReader } from './history-rows.ts';
import { createHistorySql, historyNames } from './history-sql.ts';

/** `running` outside a migration run, and `failed`, both mean: half-way, a person has to look. */
export type HistoryState = 'applied' | 'running' | 'failed';

/** A migration that the database knows. */
export interface HistoryRow {
  readonly name: string;
  readonly checksum: string;
  readonly state: HistoryState;
  readonly appliedAt: Date;
}

/** The rows of a history, and whose it is. */
export interface OwnedRows {
  readonly rows: readonly HistoryRow[];
  /** The project that the history belongs to; null where none ever said so. */
  readonly owner: string | null;
  /** Whether table and log are known to be there: a login need not be allowed to make any. SQL Server does not tell. */
  readonly isWhole: boolean;
}

export type EventKind =
  | 'applied'
  | 'reverted'
  | 'failed'
  | 'baselined'
  | 'marked-applied'
  | 'marked-reverted'
  | 'checksum-accepted'
  | 'forgotten'
  /** The history belongs to the project of that name from then on. */
  | 'claimed';

/** One line of the log. */
export interface HistoryEvent {
  readonly event: EventKind;
  readonly name: string;
  readonly at: Date;
  /** The database login. */
  readonly login: string;
  /** The user and host of the machine that the tool ran on. */
  readonly osUser: string | null;
  readonly host: string | null;
  readonly durationMs: number | null;
  readonly toolVersion: string;
  readonly detail: string | null;
}

/** What a change of the history leaves in the log. */
export interface Entry {
  readonly event: EventKind;
  readonly name: string;
  readonly checksum: string | null;
  /** Milliseconds, or from when the server is to count them. */
  readonly durationMs?: number | Measured;
  readonly detail?: string;
}

/** The history of one database: which migrations are applied, and everything that ever happened. */
export interface History {
  /** Makes the tables where they are missing, and sends more statements behind that. Called under the migration lock. */
  ensure(on: Askable, more?: readonly string[]): Promise<void>;
  /** Rows in the order of application; null where there is no history table yet. */
  read(from: Askable): Promise<readonly HistoryRow[] | null>;
  /** The same with whose they are, in the same round trip; no rows where there is no table yet. */
  readOwned(from: Askable): Promise<OwnedRows>;
  /** Makes the history that of a project; `previous` is whose it was. Called under the migration lock. */
  claim(on: Sender, project: string, previous: string | null): Promise<void>;
  /** Newest first, at most `limit`; null where there is no log yet. */
  events(from: Askable, limit: number): Promise<HistoryEvent[] | null>;
  /** Adds the row of a migration; `applied` adds a log line too. */
  add(on: Sender, state: HistoryState, entry: Entry): Promise<void>;
  /** Changes the row of a migration; only reaching `applied` adds a log line. */
  update(on: Sender, state: HistoryState, entry: Entry): Promise<void>;
  /** Deletes the row of a migration and adds a log line. */
  remove(on: Sender, entry: Entry): Promise<void>;
  /** Adds a log line only. */
  log(on: Sender, entry: Entry): Promise<void>;
}

interface Statement {
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}

/** The machine that a log line names, and its user. */
export interface Origin {
  readonly osUser: string | null;
  readonly host: string | null;
}

/** Longest detail kept, in characters: what nvarchar(4000) holds. */
const LONGEST_DETAIL = 4000;

export function openHistory(database: Database, table: string, toolVersion: string): History {
  const qualified = withDefaultSchema(database, table);
  return historyOf(database.dialect, qualified, toolVersion, whereFrom(), (from) =>
    database.dialect === 'postgres' && qualified !== table
      ? refuseHistoryElsewhere(from, table, qualified)
      : Promise.resolve(),
  );
}

/** The history's statements, without a database of their own: also what a script is made of. */
export function historyOf(
  dialect: Dialect,
  table: string,
  toolVersion: string,
  { osUser, host }: Origin = whereFrom(),
  refuseOther: (from: Askable) => Promise<void> = async () => undefined,
): History {
  const quoted = historyNames(dialect, table);
  // Names stand in statements that have bindings.
  const names = { table: escapeQuestionMarks(quoted.table), log: escapeQuestionMarks(quoted.log) };

  const reader = rowReader(dialect, quoted, refuseOther);

  /** What the server measures is an expression; anything else a value. */
  const duration = ({ durationMs }: Entry): { sql: string; values: readonly (number | null)[] } =>
    typeof durationMs === 'string'
      ? { sql: dialect === 'mssql' ? SINCE_BEGIN : SINCE[durationMs], values: [] }
      : { sql: '?', values: [durationMs ?? null] };
  const logged = (entry: Entry): Statement => {
    const took = duration(entry);
    return {
      sql: `INSERT INTO ${names.log} (event, name, checksum, os_user, host, duration_ms, tool_version, detail)
VALUES (?, ?, ?, ?, ?, ${took.sql}, ?, ?)`,
      values: [
        entry.event,
        entry.name,
        entry.checksum,
        osUser,
        host,
        ...took.values,
        toolVersion,
        entry.detail?.slice(0, LONGEST_DETAIL) ?? null,
      ],
    };
  };
  const addLog = async (on: Sender, entry: Entry): Promise<void> => {
    const { sql, values } = logged(entry);
    await on.raw(sql, values);
  };

  // One statement for the row and its log line: a single round trip, and both or neither outside a transaction too.
  const change = async (on: Sender, { sql, values }: Statement, entry: Entry | null): Promise<void> => {
    if (entry === null) {
      await on.raw(sql, values);
      return;
    }
    const log = logged(entry);
    // Of a transaction of its own the caller sees how long it took.
    const wanted = entry.durationMs === 'since-mark';
    const both =
      dialect === 'postgres'
        ? `WITH changed AS (${sql})\n${log.sql}${wanted ? ' RETURNING duration_ms' : ''}`
        : `${sql};\n${log.sql};${wanted ? `\nSELECT ${SINCE_BEGIN} AS duration_ms;` : ''}`;
    await on.raw(both, [...values, ...log.values]);
  };

  return {
    async ensure(on, more = []) {
      const parts = splitSql(createHistorySql(dialect, table), dialect);
      await askAll(on, [...parts.map(({ sql }) => sql), ...more]);
      reader.made();
    },
    async read(from) {
      return (await reader.read(from))?.rows ?? null;
    },
    async readOwned(from) {
      return (await reader.read(from)) ?? { rows: [], owner: null, isWhole: false };
    },
    claim(on, project, previous) {
      const detail = previous === null ? {} : { detail: `was ${previous}` };
      return addLog(on, { event: 'claimed', name: project, checksum: null, ...detail });
    },
    async events(from, limit) {
      const [top, last] = dialect === 'mssql' ? [`TOP (${limit}) `, ''] : ['', ` LIMIT ${limit}`];
      const rows = await readIfThere<Record<string, string | number | null> & { at: Date; event: EventKind }>(
        from,
        dialect,
        quoted.log,
        `SELECT ${top}event, name, at, login, os_user, host, duration_ms, tool_version, detail FROM ${quoted.log} ORDER BY id DESC${last}`,
      );
      return rows?.map(toEvent) ?? null;
    },
    add(on, state, entry) {
      const took = duration(entry);
      const sql = `INSERT INTO ${names.table} (name, checksum, state, duration_ms, tool_version) VALUES (?, ?, ?, ${took.sql}, ?)`;
      const values = [entry.name, entry.checksum, state, ...took.values, toolVersion];
      return change(on, { sql, values }, state === 'applied' ? entry : null);
    },
    update(on, state, entry) {
      const took = duration(entry);
      const sql = `UPDATE ${names.table} SET state = ?, checksum = ?, duration_ms = ${took.sql}, tool_version = ? WHERE name = ?`;
      const values = [state, entry.checksum, ...took.values, toolVersion, entry.name];
      return change(on, { sql, values }, state === 'applied' ? entry : null);
    },
    remove: (on, entry) =>
      change(on, { sql: `DELETE FROM ${names.table} WHERE name = ?`, values: [entry.name] }, entry),
    log: addLog,
  };
}

function toEvent(row: Record<string, string | number | null> & { at: Date; event: EventKind }): HistoryEvent {
  const text = (key: string): string | null => (row[key] === null ? null : String(row[key]));
  return {
    event: row.event,
    name: String(row.name),
    at: toDate(row.at),
    login: String(row.login),
    osUser: text('os_user'),
    host: text('host'),
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    toolVersion: String(row.tool_version),
    detail: text('detail'),
  };
}

function whereFrom(): Origin {
  // A container may run under a user id that has no name.
  let osUser: string | null = null;
  try {
    osUser = userInfo().username;
  } catch {
    osUser = null;
  }
  return { osUser, host: hostname() };
}
