/** What a server says beside its answers, as the drivers hand it on. */
export interface PostgresNotice {
  readonly severity?: string | undefined;
  readonly message?: string | undefined;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

interface MssqlInfo {
  readonly number: number;
  readonly message: string;
}

/** A NOTICE or WARNING of PostgreSQL, for a person: `notice: table "t" does not exist, skipping`. */
export function postgresMessage({ severity = 'NOTICE', message = '', detail, hint }: PostgresNotice): string {
  const more = [detail, hint].filter((text) => text !== undefined).map((text) => ` (${text})`);
  return `${severity.toLowerCase()}: ${message}${more.join('')}`;
}

// That the database or the language of the session is another now: each login brings both.
const OF_SESSION = new Set([5701, 5703]);

/** What PRINT, RAISERROR below 11 and warnings of SQL Server say; null for what every session hears. */
export function mssqlMessage({ number, message }: MssqlInfo): string | null {
  return OF_SESSION.has(number) ? null : message;
}
