import type { Entity } from '../../entities/entity.ts';
import type { Condition } from '../../schema/expression.ts';
import { allOf, join, raw, type Sql, sql } from './sql.ts';
import type { DataTable } from './table.ts';

export interface DeclaredKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly filter?: Condition;
}

/** Every declared key that no two rows may share. */
export function declaredKeys({ primaryKey, uniques, indexes }: Entity): DeclaredKey[] {
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes
      .filter((index) => index.unique)
      .map((index) => ({ ...index, columns: index.columns.map((column) => column.name) })),
  ].map(({ name, columns, ...rest }) => ({
    name,
    columns,
    ...('filter' in rest && rest.filter !== undefined ? { filter: rest.filter } : {}),
  }));
}

export function isEmail({ entity }: DataTable, column: string): boolean {
  const kind = entity?.columns[column]?.type.kind;
  return /(?:^|_)e_?mail(?:_address)?$/.test(column) && (kind === 'string' || kind === 'text');
}

/**
 * The rows `r` that are alike in the compared columns, as far as their group has what is asked for.
 *
 * @param among what holds of every row of such a group, where that spares the server the grouping of all rows
 */
export function alike(
  table: DataTable,
  keys: readonly { readonly column: Sql; readonly compared: Sql }[],
  filter: readonly Sql[],
  having: Sql,
  among: readonly Sql[] = [],
): Sql {
  const list = keys.map(({ compared }, i) => sql`${compared} AS ${raw(`k${i}`)}`);
  const present = keys.map(({ column }) => sql`${column} IS NOT NULL`);
  const same = keys.map(({ compared }, i) => sql`${raw(`d.k${i}`)} = ${compared}`);
  const groups = sql`SELECT ${join(list, ', ')} FROM ${table.sql} AS r WHERE ${allOf([...present, ...filter, ...among])}
    GROUP BY ${join(
      keys.map(({ compared }) => compared),
      ', ',
    )} HAVING ${having}`;
  const own = filter.length === 0 ? table.sql : sql`(SELECT * FROM ${table.sql} WHERE ${allOf(filter)})`;
  return sql`${own} AS r JOIN (${groups}) AS d ON ${allOf(same)}`;
}
