import { type Database, withDatabase } from '../database/database.ts';
import { statementError } from '../database/statement-error.ts';
import { tableParts } from '../ddl/name.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { introspect } from '../introspect/introspect.ts';
import { readMssqlRights } from '../introspect/mssql/rights.ts';
import { readMssqlSettings } from '../introspect/mssql/settings.ts';
import { readPostgresRights } from '../introspect/postgres/rights.ts';
import { readPostgresSettings } from '../introspect/postgres/settings.ts';
import type { RightsQuestion } from '../introspect/rights-question.ts';
import { readFolderLock } from '../migrate/lock/lock-holder.ts';
import type { MigrationFile } from '../migrate/source/migration-file.ts';
import type { EmbeddedTarget, Target } from '../target.ts';
import {
  type Answer,
  type CheckResult,
  type DatabaseCheck,
  type Owner,
  ok,
  type Subject,
  skipped,
} from './check.ts';
import { diskSpaceCheck } from './checks/disk-space.ts';
import { folderCheck } from './checks/folder.ts';
import { databaseChecks } from './database-checks.ts';
import type { Examination } from './examine.ts';
import { failed, skipAll } from './failed.ts';

/** What the project says of its database. */
export interface Known {
  readonly historyTable: string;
  readonly owner: Owner;
  readonly files: readonly MigrationFile[] | null;
  /** Tables of the entities. */
  readonly entities: readonly string[];
}

/** Milliseconds to wait for what a migration has locked that runs just now. */
const PATIENCE = 2_000;

/** The checks of a database of that kind, by id; those that every kind has for null. */
export function idsOf(kind: Target['kind'] | null): string[] {
  const checks = databaseChecks(kind).map(({ id }) => id);
  return [...(kind === null || kind === 'pglite' ? ['reachable'] : ['reachable', 'login']), ...checks];
}

/** Connects, and looks at all that can be looked at. */
export async function examineDatabase(
  examination: Examination,
  target: Target,
  known: Known,
): Promise<CheckResult[]> {
  const results = target.kind === 'pglite' ? await examineFolder(target) : [];
  if (results.some(({ exitCode }) => exitCode === exitCodes.locked))
    return [...results, ...skipAll(idsOf(target.kind), 'the folder is open in another process')];
  const { signal } = examination;
  const started = Date.now();
  examination.onProgress(`connecting to ${target.label}`);
  let opened = false;
  try {
    await withDatabase(target, openOptions(examination), async (database) => {
      opened = true;
      results.push(...reached(target, database, Date.now() - started));
      const stop = (): void => void database.cancelRunning().catch(() => undefined);
      signal.addEventListener('abort', stop, { once: true });
      const subject = subjectOf(database, known, examination.toolVersion);
      await limitWaiting(database);
      for (const check of databaseChecks(target.kind)) results.push(await run(check, subject, signal));
    });
  } catch (error) {
    signal.throwIfAborted();
    if (opened) throw error;
    results.push(...unreached(target, failed(error)));
  }
  return results;
}

/** One attempt: whoever wants to wait for a server has "quodsi-db wait". */
function openOptions({ command, signal, onProgress }: Examination): Parameters<typeof withDatabase>[1] {
  return { command, lockTimeout: 0, retryFor: 0, retryAll: false, create: false, signal, onWait: onProgress };
}

async function examineFolder(target: EmbeddedTarget): Promise<CheckResult[]> {
  const { folder } = target;
  if (folder === null) return [];
  const look = async (id: string, check: Promise<Answer>): Promise<CheckResult> => ({
    id,
    ...(await check.catch(failed)),
  });
  const place = await look('folder', folderCheck(folder));
  return [
    place,
    await look('disk-space', diskSpaceCheck(folder)),
    // Where a file is in the way, there is no place for a lock either.
    place.status === 'ok'
      ? await look('lock', folderLockCheck(target))
      : { id: 'lock', ...skipped('the folder cannot be used') },
  ];
}

/** Two processes in one folder would destroy the database, so that nothing more can be looked at meanwhile. */
async function folderLockCheck(target: EmbeddedTarget): Promise<Answer> {
  const { held, holder } = await readFolderLock(target);
  if (!held) return ok('free');
  return {
    status: 'problem',
    message: `open in another process: ${holder?.description}`,
    advice:
      'Run again when it is done. When no such process is there any more: quodsi-db migrate lock release.',
    exitCode: exitCodes.locked,
  };
}

function reached(target: Target, { server }: Database, milliseconds: number): CheckResult[] {
  if (target.kind === 'pglite') return [{ id: 'reachable', ...ok(`opens in ${milliseconds} ms`) }];
  return [
    { id: 'reachable', ...ok(`answers, and let the login in after ${milliseconds} ms`) },
    { id: 'login', ...ok(`${server.login} in the database ${server.database}`) },
  ];
}

/** The check that an error of connecting belongs to; whoever refuses a login, or speaks no TLS as asked, is reachable. */
const guilty: Readonly<Record<string, string>> = {
  LOGIN_FAILED: 'login',
  DATABASE_MISSING: 'login',
  PERMISSION_DENIED: 'login',
  TLS_FAILED: 'tls',
};
const whySkipped: Readonly<Record<string, string>> = {
  login: 'the login was refused',
  tls: 'there is no connection',
  reachable: 'not reachable',
};

function unreached(target: Target, answer: Answer): CheckResult[] {
  const code = answer.error instanceof QuodsiDbError ? answer.error.code : '';
  const failing = guilty[code] ?? 'reachable';
  return idsOf(target.kind).map((id): CheckResult => {
    if (id === failing) return { id, ...answer };
    return { id, ...(id === 'reachable' ? ok('answers') : skipped(whySkipped[failing] ?? '')) };
  });
}

function subjectOf(database: Database, known: Known, toolVersion: string): Subject {
  const { dialect, server } = database;
  const { historyTable, owner, files, entities } = known;
  const schema = server.defaultSchema ?? (dialect === 'mssql' ? 'dbo' : 'public');
  const { schema: historySchema = schema, name: history } = tableParts(historyTable);
  const question: RightsQuestion = { schema, historySchema, history };
  return {
    database,
    historyTable,
    owner,
    schema,
    toolVersion,
    files,
    declared: new Set(entities.map((table) => (table.includes('.') ? table : `${schema}.${table}`))),
    live: once(() => introspect(database, { historyTable })),
    mssqlSettings: once(() => readMssqlSettings(database)),
    mssqlRights: once(() => readMssqlRights(database, question)),
    postgresSettings: once(() => readPostgresSettings(database)),
    postgresRights: once(() => readPostgresRights(database, question)),
  };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= read();
    return result;
  };
}

/** SQL Server shows nobody what an open transaction has changed of the catalog, and lets whoever looks wait for its end. */
async function limitWaiting({ knex, dialect }: Database): Promise<void> {
  const sql = dialect === 'mssql' ? `SET LOCK_TIMEOUT ${PATIENCE}` : `SET lock_timeout = ${PATIENCE}`;
  await knex.raw(sql).catch(() => undefined);
}

async function run(check: DatabaseCheck, subject: Subject, signal: AbortSignal): Promise<CheckResult> {
  const { id } = check;
  try {
    return { id, ...(await check.run(subject)) };
  } catch (error) {
    signal.throwIfAborted();
    const told = statementError(subject.database.dialect, 'cannot be looked at', error);
    const answer = failed(told);
    if (!(told instanceof QuodsiDbError)) return { id, ...answer };
    // What the server refuses to one question is a finding: the command itself did not fail. What waits for another
    // session is none: that passes.
    const { message, advice } = answer;
    const status = told.code === 'LOCK_WAIT_TIMEOUT' ? 'warning' : 'problem';
    return { id, status, message, ...(advice === undefined ? {} : { advice }) };
  }
}
