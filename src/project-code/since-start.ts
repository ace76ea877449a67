// Expressions for PostgreSQL that measure how long code took whose statements go out together with the row that records it.

/** From when the server counts: from the BEGIN of the transaction, or, where that holds more than one code, from {@link MARK_START}. */
export type Measured = 'since-begin' | 'since-mark';

/** Notes the time, until the transaction ends. */
export const MARK_START = `set_config('quodsi_db.started', clock_timestamp()::text, true)`;

const milliseconds = (since: string): string =>
  `(extract(epoch FROM clock_timestamp() - ${since}) * 1000)::bigint`;

/** Milliseconds since then. A mark takes the server as long as a small statement. */
export const SINCE: Readonly<Record<Measured, string>> = {
  'since-begin': milliseconds('transaction_timestamp()'),
  'since-mark': milliseconds(`current_setting('quodsi_db.started')::timestamptz`),
};
