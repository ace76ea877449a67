import type { Dialect } from '../../target.ts';
import type { Staging } from './staging.ts';

/** A change of staged rows: of those that match, and that nothing speaks against yet. */
export interface StagingUpdate {
  /** Columns and their SQL; `s` is the staged row, `m` the matching one. */
  readonly set: Readonly<Record<string, string | number>>;
  /** A table or a SELECT in parentheses, `m`; none where the row speaks for itself. */
  readonly from?: string;
  readonly where: string;
}

/** The UPDATE for it: each engine has its own way to say from which rows the values come. */
export function updateSql(dialect: Dialect, { sql }: Staging, { set, from, where }: StagingUpdate): string {
  const values = Object.entries(set)
    .map(([column, value]) => `${column} = ${value}`)
    .join(', ');
  if (dialect === 'mssql') {
    const join = from === undefined ? '' : ` INNER JOIN ${from} AS m ON ${where}`;
    const rest = from === undefined ? ` AND ${where}` : '';
    return `UPDATE s SET ${values} FROM ${sql} AS s${join} WHERE s.state IS NULL${rest}`;
  }
  const others = from === undefined ? '' : ` FROM ${from} AS m`;
  return `UPDATE ${sql} AS s SET ${values}${others} WHERE s.state IS NULL AND ${where}`;
}
