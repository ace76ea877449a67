import type { Knex } from 'knex';
import { columnTypes } from '../schema/column-type.ts';
import { expressions, renderDefault } from '../schema/expression.ts';
import type { BaseEntity } from './base-entity.ts';
import type { Entity, Row } from './entity.ts';
import { deletedIs, dialectOf, ofTenant } from './row-filters.ts';

/** An entity that has the columns of `BaseEntity`. */
export type BasedEntity = Entity<(typeof BaseEntity)['tenant' | 'global']['columns']>;

export interface UpdateOptions {
  /** When it happened. Default: now by the server's clock, so that hosts whose clocks differ do not matter. */
  readonly at?: Date;
  /** Touch the row only if it is this tenant's. */
  readonly tenantId?: string;
}

/** The moment as a value for a timestamp column. */
export function moment(db: Knex, at: Date | undefined): Knex.Raw {
  const dialect = dialectOf(db);
  if (at === undefined) return db.raw(renderDefault(expressions.now, columnTypes.timestamp(3), dialect));
  // Knex binds a Date as SQL Server's old datetime, which rounds to 1/300 s; as text it keeps its milliseconds.
  return dialect === 'mssql'
    ? db.raw('cast(? as datetime2(3))', [at.toISOString().replace('Z', '')])
    : db.raw('?::timestamptz', [at.toISOString()]);
}

/**
 * Changes the row with that id, whose soft-delete flag is `deleted`, in one UPDATE. The row comes back with it
 * (OUTPUT, RETURNING), since the number of rows is not to be had from every server that speaks TDS.
 *
 * @returns the row after the change; undefined when there is no such row
 */
export async function updateRow<E extends BasedEntity>(
  db: Knex,
  entity: E,
  id: string,
  deleted: boolean,
  changes: Readonly<Record<string, unknown>>,
  tenantId: string | undefined,
): Promise<Row<E> | undefined> {
  const { table, schema } = entity;
  const query = db(table).where({ id }).modify(deletedIs(deleted, table));
  if (schema !== undefined) query.withSchema(schema);
  if (tenantId !== undefined) query.modify(ofTenant(entity, tenantId));
  const rows: Row<E>[] = await query.update(changes).returning('*');
  return rows[0];
}
