import type { Database } from '../database/database.ts';
import type { ExitCode } from '../errors.ts';
import type { MssqlRights } from '../introspect/mssql/rights.ts';
import type { MssqlSettings } from '../introspect/mssql/settings.ts';
import type { PostgresRights } from '../introspect/postgres/rights.ts';
import type { PostgresSettings } from '../introspect/postgres/settings.ts';
import type { Claimant } from '../migrate/history/ownership.ts';
import type { MigrationFile } from '../migrate/source/migration-file.ts';
import type { Schema } from '../schema/model.ts';
import type { Target } from '../target.ts';

export type CheckStatus = 'ok' | 'warning' | 'problem' | 'skipped';

/** What a check found. */
export interface Answer {
  readonly status: CheckStatus;
  /** One line, without a full stop. */
  readonly message: string;
  /** What to do: a sentence, or statements, a line each. */
  readonly advice?: string;
  /** Of a problem, where it is not that of a finding. */
  readonly exitCode?: ExitCode;
  /** Why the database, or all that needs the config, could not be looked at. */
  readonly error?: unknown;
}

/** An answer, and the check that gave it. */
export interface CheckResult extends Answer {
  readonly id: string;
}

/** The project that the migrations belong to, before a history that may be another's. */
export type Owner = Pick<Claimant, 'project' | 'builtIn'>;

/** The open database, and what is known of it. Facts are read once, by the first check that asks. */
export interface Subject {
  readonly database: Database;
  /** `table` or `schema.table`. */
  readonly historyTable: string;
  readonly owner: Owner;
  /** SQL schema of a name without one. */
  readonly schema: string;
  readonly toolVersion: string;
  /** Null where they cannot be read. */
  readonly files: readonly MigrationFile[] | null;
  /** Tables of the entities, `schema.table`; none where no entities can be loaded. */
  readonly declared: ReadonlySet<string>;
  readonly live: () => Promise<Schema>;
  readonly mssqlSettings: () => Promise<MssqlSettings>;
  readonly mssqlRights: () => Promise<MssqlRights>;
  readonly postgresSettings: () => Promise<PostgresSettings>;
  readonly postgresRights: () => Promise<PostgresRights>;
}

/** A look at an open database. */
export interface DatabaseCheck {
  readonly id: string;
  /** Where there is something to look at; elsewhere the check is not listed. */
  readonly on: readonly Target['kind'][];
  readonly run: (subject: Subject) => Promise<Answer>;
}

export const everywhere: DatabaseCheck['on'] = ['mssql', 'postgres', 'pglite'];
export const servers: DatabaseCheck['on'] = ['mssql', 'postgres'];

export const ok = (message: string): Answer => ({ status: 'ok', message });
export const warning = (message: string, advice: string): Answer => ({ status: 'warning', message, advice });
export const problem = (message: string, advice: string): Answer => ({ status: 'problem', message, advice });
export const skipped = (why: string): Answer => ({ status: 'skipped', message: why });

/** At most so many names, and how many more there are. */
export function listed(names: readonly string[], most = 10): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
