import { setTimeout as sleep } from 'node:timers/promises';
import type { ResultSet, Value } from './columns.ts';
import { ServerError, type StandInDatabase, type View } from './database.ts';
import { columnsOf, literalOf, namesIn, partsOf, tableName } from './sql-words.ts';

/** What a statement runs on. */
export interface StatementContext {
  readonly database: StandInDatabase;
  readonly view: View;
  readonly values: Readonly<Record<string, unknown>>;
  readonly session: { readonly id: number; readonly login: string; readonly application: string };
  /** Takes a lock that was free; it is given back when the session ends. */
  readonly hold: (resource: string) => void;
  /** Rejects when the client cancels, or goes away. */
  readonly interrupted: Promise<never>;
}

/** Rows, or how many were changed, or nothing that could be counted. */
export type Effect = ResultSet | number | null;

export interface Statement {
  /** The whole statement, from where the last one ended. */
  readonly pattern: RegExp;
  readonly run: (found: readonly string[], context: StatementContext) => Effect | Promise<Effect>;
}

const NAME = String.raw`((?:\[(?:[^\]]|\]\])+\]|\w+)(?:\.(?:\[(?:[^\]]|\]\])+\]|\w+))*)`;
const PARENTHESES = String.raw`\((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*\)`;
const TEXT = `N'((?:[^']|'')*)'`;
const VALUES = String.raw`((?:N?'(?:[^']|'')*'|\w+\((?:[^()']|\(\))*\)|[^()'])*)`;
const OBJECT = String.raw`OBJECT_ID\(N'([^']+)', N'U'\)`;

const SCHEMA = String.raw`PARSENAME\(N'[^']+', 2\)`;
const ABSENT = String.raw`SELECT 1 AS absent, CASE WHEN SCHEMA_ID\(${SCHEMA}\) IS NULL THEN 1 ELSE HAS_PERMS_BY_NAME\(QUOTENAME\(${SCHEMA}\), N'SCHEMA', N'SELECT'\) END AS visible`;

const sessionColumns = {
  session_id: 'int',
  program_name: 'nvarchar',
  login_name: 'nvarchar',
  host_name: 'nvarchar',
  host_process_id: 'int',
  login_time: 'datetime2',
} as const;

/** Whatever else is asked is answered with an error that names it. */
const known: readonly (readonly [string, Statement['run']])[] = [
  [String.raw`SET \w+ -?\w+(?: \w+)*`, () => null],
  [
    String.raw`SELECT CAST\(SERVERPROPERTY\('ProductVersion'\) AS nvarchar\(128\)\) AS version,\s+CAST\(SERVERPROPERTY\('EngineEdition'\) AS int\) AS edition,\s+CAST\(SERVERPROPERTY\('Babelfish'\) AS int\) AS babelfish,\s+DB_NAME\(\) AS db, SUSER_SNAME\(\) AS login, SCHEMA_NAME\(\) AS defaultSchema,\s+SYSUTCDATETIME\(\) AS now`,
    (_found, { database, session }) => ({
      columns: {
        version: 'nvarchar',
        edition: 'int',
        babelfish: 'int',
        db: 'nvarchar',
        login: 'nvarchar',
        defaultSchema: 'nvarchar',
        now: 'datetime2',
      },
      rows: [
        {
          version: '16.0.4135.4',
          edition: database.edition,
          babelfish: null,
          db: database.name,
          login: session.login,
          defaultSchema: 'dbo',
          now: new Date(Date.now() + database.clockAhead),
        },
      ],
    }),
  ],
  [
    String.raw`IF ${OBJECT} IS NULL ${ABSENT} ELSE EXEC\(N'SELECT (?:TOP \((\d+)\) )?(.+?) FROM ${NAME} ORDER BY id( DESC)?'\)`,
    ([object = '', top, columns = '', name = '', descending], { view }) => {
      const rows = view.tables().get(tableName(object));
      if (rows === undefined)
        return { columns: { absent: 'int', visible: 'int' }, rows: [{ absent: 1, visible: 1 }] };
      const ordered = descending === undefined ? rows : rows.toReversed();
      if (tableName(name) !== tableName(object)) throw missing(name);
      return {
        columns: columnsOf(columns),
        rows: ordered.slice(0, top === undefined ? undefined : Number(top)),
      };
    },
  ],
  [
    String.raw`IF ${OBJECT} IS NULL ${ABSENT} ELSE IF ${OBJECT} IS NULL EXEC\(N'[^']+'\) ELSE EXEC\(N'SELECT name, checksum, state, applied_at FROM \(SELECT .+? FROM ${NAME} UNION ALL .+? WHERE l\.event = ''claimed'' .+?\) h ORDER BY id'\)`,
    ([object = '', log = ''], { view }) => {
      const rows = view.tables().get(tableName(object));
      if (rows === undefined)
        return { columns: { absent: 'int', visible: 'int' }, rows: [{ absent: 1, visible: 1 }] };
      const claim = view
        .tables()
        .get(tableName(log))
        ?.findLast(({ event }) => event === 'claimed');
      const owner =
        claim === undefined
          ? []
          : [{ name: claim.name ?? '', checksum: null, state: 'owner', applied_at: claim.at ?? null }];
      return { columns: columnsOf('name, checksum, state, applied_at'), rows: [...owner, ...rows] };
    },
  ],
  [
    String.raw`DECLARE @result int;\s+EXEC @result = sp_getapplock @Resource = N'([^']+)', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = (\d+);\s+SELECT @result AS result`,
    async ([resource = '', timeout = ''], context) => {
      const result = await takeLock(resource, Number(timeout), context);
      return { columns: { result: 'int' }, rows: [{ result }] };
    },
  ],
  [
    String.raw`SELECT s\.session_id, s\.program_name, s\.login_name, s\.host_name, s\.host_process_id, s\.login_time\s+FROM sys\.dm_tran_locks [\s\S]+ CHARINDEX\(N'\[([^']+)\]', l\.resource_description\) > 0`,
    ([resource = ''], { database }) => {
      const holder = [...database.locks].find(([name]) => name.startsWith(resource))?.[1];
      return {
        columns: sessionColumns,
        rows:
          holder === undefined
            ? []
            : [
                {
                  session_id: holder.session,
                  program_name: holder.application,
                  login_name: holder.login,
                  host_name: 'client',
                  host_process_id: 1,
                  login_time: holder.since,
                },
              ],
      };
    },
  ],
  [
    String.raw`SELECT TOP 1 s\.session_id, .+? FROM sys\.dm_exec_sessions w\s+JOIN sys\.dm_exec_requests r [\s\S]+ w\.host_name = HOST_NAME\(\)`,
    (_found, { database: { blocker } }) => ({
      columns: sessionColumns,
      rows: blocker === null ? [] : [blocker],
    }),
  ],
  [
    `SELECT @@TRANCOUNT AS depth`,
    (_found, { view }) => ({ columns: { depth: 'int' }, rows: [{ depth: view.inTransaction() ? 1 : 0 }] }),
  ],
  // What stands around the statements of a batch that the tool has put together.
  [String.raw`DECLARE @quodsi_db_began datetime2\(3\)`, () => null],
  [String.raw`SET @quodsi_db_began = DATEADD\(millisecond, -\d+, SYSUTCDATETIME\(\)\)`, () => null],
  [
    String.raw`SELECT (\d+) AS quodsi_db_at`,
    ([index]) => ({ columns: { quodsi_db_at: 'int' }, rows: [{ quodsi_db_at: Number(index) }] }),
  ],
  [
    String.raw`SELECT DATEDIFF\(millisecond, @quodsi_db_began, SYSUTCDATETIME\(\)\) AS duration_ms`,
    () => ({ columns: { duration_ms: 'int' }, rows: [{ duration_ms: 0 }] }),
  ],
  ['IF @@ERROR <> 0 RETURN', () => null],
  [`SELECT 1(?= *(?:;|$))`, () => ({ columns: { '': 'int' }, rows: [{ '': 1 }] })],
  [
    String.raw`IF ${OBJECT} IS NULL\s+CREATE TABLE ${NAME} ${PARENTHESES}`,
    ([object = '', name = ''], { view }) => {
      if (!view.tables().has(tableName(object)))
        view.change((tables) => void tables.set(tableName(name), []));
      return null;
    },
  ],
  [
    `CREATE TABLE ${NAME} ${PARENTHESES}`,
    ([name = ''], { view }) => {
      const message = `There is already an object named '${tableName(name)}' in the database.`;
      if (view.tables().has(tableName(name))) throw new ServerError({ number: 2714, state: 6, message });
      view.change((tables) => void tables.set(tableName(name), []));
      return null;
    },
  ],
  [
    `DROP TABLE ${NAME}`,
    ([name = ''], { view }) => {
      if (!view.tables().has(tableName(name))) throw missing(name);
      view.change((tables) => void tables.delete(tableName(name)));
      return null;
    },
  ],
  [
    String.raw`INSERT INTO ${NAME} \(([^)]*)\)\s*VALUES \(${VALUES}\)`,
    ([name = '', columns = '', written = ''], { view, values, session }) => {
      const fields = partsOf(written).map((field) => literalOf(field, values));
      const given = Object.fromEntries(
        namesIn(columns).map((column, index) => [column, fields[index] ?? null]),
      );
      insert(view, name, { applied_at: new Date(), at: new Date(), login: session.login, ...given });
      return 1;
    },
  ],
  [
    String.raw`UPDATE ${NAME} SET ([^;]+?) WHERE name = (@\w+|${TEXT})`,
    ([table = '', assignments = '', wanted = ''], { view, values }) => {
      const name = literalOf(wanted, values);
      const given = partsOf(assignments).map((each) => each.split('=').map((side) => side.trim()));
      const now = Object.fromEntries(
        given.map(([column = '', value = '']) => [column, literalOf(value, values)]),
      );
      return replace(view, table, (rows) =>
        rows.map((row) => (row.name === name ? { ...row, ...now } : row)),
      );
    },
  ],
  [
    String.raw`DELETE FROM ${NAME} WHERE name = (@\w+|${TEXT})`,
    ([name = '', wanted = ''], { view, values }) =>
      replace(view, name, (rows) => rows.filter((row) => row.name !== literalOf(wanted, values))),
  ],
  [
    String.raw`WAITFOR DELAY '(\d\d):(\d\d):(\d\d)'`,
    async ([hours, minutes, seconds], { interrupted }) => {
      const time = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
      await Promise.race([sleep(time * 1000, undefined, { ref: false }), interrupted]);
      return null;
    },
  ],
];

/** All that the stand-in knows. */
export const statements: readonly Statement[] = known.map(([pattern, run]) => ({
  pattern: new RegExp(pattern, 'iy'),
  run,
}));

function missing(name: string): ServerError {
  return new ServerError({ number: 208, message: `Invalid object name '${tableName(name)}'.` });
}

function insert(view: View, name: string, row: Readonly<Record<string, Value>>): void {
  const table = tableName(name);
  if (!view.tables().has(table)) throw missing(name);
  view.change((tables) => {
    const rows = tables.get(table) ?? [];
    tables.set(table, [...rows, { id: Number(rows.at(-1)?.id ?? 0) + 1, ...row }]);
  });
}

function replace(
  view: View,
  name: string,
  change: (rows: readonly Readonly<Record<string, Value>>[]) => readonly Readonly<Record<string, Value>>[],
): number {
  const table = tableName(name);
  const before = view.tables().get(table);
  if (before === undefined) throw missing(name);
  view.change((tables) => void tables.set(table, change(tables.get(table) ?? [])));
  return 1;
}

/** As sp_getapplock tells it: 0 at once, 1 after a wait, -1 in vain. */
async function takeLock(resource: string, timeout: number, context: StatementContext): Promise<number> {
  const { database, hold, interrupted } = context;
  const tooLate = sleep(timeout, true, { ref: false });
  for (let result = 0; ; result = 1) {
    const holder = database.locks.get(resource);
    if (holder === undefined) {
      hold(resource);
      return result;
    }
    const late = await Promise.race([holder.freed.then(() => false), tooLate, interrupted]);
    if (late) return -1;
  }
}
