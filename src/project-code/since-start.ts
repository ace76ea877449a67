// Expressions for PostgreSQL that measure how long code took whose statements go out together with the row that records it.

/** Notes the time, until the transaction ends. */
export const MARK_START = `set_config('quodsi_db.started', clock_timestamp()::text, true)`;

/** Milliseconds since {@link MARK_START} ran in the same transaction. */
export const SINCE_START = `(extract(epoch FROM clock_timestamp() - current_setting('quodsi_db.started')::timestamptz) * 1000)::bigint`;
