import type { Database } from '../../database/database.ts';
import type { History } from '../history/history.ts';
import type { Migration } from '../source/load-migration.ts';
import { isRestored } from './dump.ts';
import type { Loss } from './losses.ts';
import { type Observed, prepare, runStep, type Verifier, verifyMigration } from './verify-migration.ts';

export interface VerifyOptions {
  /** A scratch database, empty, under its migration lock. */
  readonly database: Database;
  readonly history: History;
  readonly historyTable: string;
  /** All of them, in order. */
  readonly migrations: readonly Migration[];
  /** Those to verify, by name; the others are only applied. */
  readonly chosen: ReadonlySet<string>;
  readonly data: boolean;
  readonly signal: AbortSignal;
  readonly redact: (text: string) => string;
  readonly onStep: (step: string) => void;
  /** Told when a migration keeps everybody waiting. */
  readonly onWait: (message: string) => void;
}

export type VerifyStatus =
  /** After down the catalog, and with --data every row, was as before up; and the second up gave the same as the first. */
  | 'reversible'
  /** The same, but for rows or values that up takes away. */
  | 'data-loss'
  /** It has no down, or its down fails. */
  | 'irreversible'
  /** After down something was not as before. */
  | 'not-restored'
  /** The second up failed, or gave something else. */
  | 'not-repeatable'
  /** Its up or down works on empty tables and fails on rows. */
  | 'fails-on-rows'
  /** Its up fails. */
  | 'failed'
  | 'not-run';

export interface Verification extends Observed {
  readonly migration: Migration;
  readonly status: VerifyStatus;
  /** Null where it did not run. Milliseconds. */
  readonly durationMs: number | null;
  /** What up takes away and down did not bring back, as far as rows were there to tell. */
  readonly unrestored: readonly Loss[];
}

/** One result for every chosen migration, and the error that ended the run early. */
export interface Verified {
  readonly results: readonly Verification[];
  readonly error: unknown;
}

/** Applies all migrations one by one, and verifies those that are chosen. */
export async function verifyMigrations(options: VerifyOptions): Promise<Verified> {
  const { database, history, historyTable, migrations, chosen, data, signal, redact, onStep, onWait } =
    options;
  const verifier: Verifier = {
    database,
    historyTable,
    execution: {
      database,
      history,
      historyIsThere: false,
      claim: null,
      signal,
      redact,
      keepStatements: false,
      onWait,
    },
    migrations,
    onStep,
    data,
  };
  await prepare(verifier);
  const results: Verification[] = [];
  let ended: unknown;
  for (const [index, migration] of migrations.entries()) {
    const isChosen = chosen.has(migration.file.name);
    // What comes after the last one chosen is no part of the question.
    if (!migrations.slice(index).some(({ file }) => chosen.has(file.name))) break;
    try {
      if (ended !== undefined) {
        if (isChosen) results.push(verificationOf(migration, null, null));
      } else if (isChosen) {
        const started = Date.now();
        const observed = await verifyMigration(verifier, index);
        const result = verificationOf(migration, observed, Date.now() - started);
        results.push(result);
        if (result.status === 'failed') ended = observed.failed?.error;
      } else ended = await runStep(verifier, migration, 'up');
    } catch (error) {
      ended = error;
      if (isChosen) results.push(verificationOf(migration, null, null));
    }
  }
  return { results, error: ended };
}

const none: Observed = { losses: [], failed: null, afterDown: null, afterUp: null, rows: null };

function verificationOf(
  migration: Migration,
  observed: Observed | null,
  durationMs: number | null,
): Verification {
  if (observed === null) return { ...none, migration, status: 'not-run', durationMs, unrestored: [] };
  const unrestored = observed.losses.filter((loss) => !isKept(loss, observed));
  return {
    ...observed,
    migration,
    durationMs,
    unrestored,
    status: statusOf(migration, observed, unrestored),
  };
}

function statusOf(migration: Migration, observed: Observed, unrestored: readonly Loss[]): VerifyStatus {
  const { failed, afterDown, afterUp, rows } = observed;
  if (failed?.direction === 'up' && afterDown === null) return 'failed';
  if (migration.down === null || failed?.direction === 'down') return 'irreversible';
  if (afterDown !== null && !isRestored(afterDown)) return 'not-restored';
  if (rows?.failed) return 'fails-on-rows';
  if (unexplainedLosses(migration, observed).length > 0) return 'not-restored';
  if (failed !== null || (afterUp !== null && !isRestored(afterUp))) return 'not-repeatable';
  return unrestored.length > 0 || (rows?.lost.length ?? 0) > 0 ? 'data-loss' : 'reversible';
}

/** Rows that went through up and down and came back as they were are no loss. */
function isKept({ schema, table, column }: Loss, { rows }: Observed): boolean {
  if (!rows || rows.failed !== null) return false;
  const key = `${schema}.${table}`;
  const kept = rows.kept.get(key);
  if (kept === undefined || rows.lost.some((loss) => loss.table === key)) return false;
  const place = column === null ? -1 : kept.columns.indexOf(column);
  return kept.rows.some((row) => column === null || (place >= 0 && row[place] !== null));
}

/** Rows that are gone or changed although nothing that up drops or narrows explains it, and it was not said beforehand. */
export function unexplainedLosses(
  { destructive }: Migration,
  { losses, rows }: Observed,
): NonNullable<Observed['rows']>['lost'] {
  if (destructive || !rows) return [];
  return rows.lost.filter(({ table, before, after, columns }) => {
    const own = losses.filter((loss) => `${loss.schema}.${loss.table}` === table);
    if (own.some(({ column }) => column === null)) return false;
    const explained = new Set(own.map(({ column }) => column));
    return before !== after || columns.length === 0 || columns.some((name) => !explained.has(name));
  });
}
