import type { Knex } from 'knex';
import type { BaseEntity } from './base-entity.ts';
import type { Row } from './entity.ts';
import type { BasedEntity, UpdateOptions } from './update-row.ts';
import { moment, updateRow } from './update-row.ts';

type Deletable = Pick<BaseEntity, 'is_deleted' | 'updated_at'>;

/** The record soft-deleted at that moment. */
export function withDeletion<T extends Deletable>(record: T, at: Date): T {
  return { ...record, is_deleted: true, updated_at: at };
}

/** The record brought back at that moment. */
export function withRestoration<T extends Deletable>(record: T, at: Date): T {
  return { ...record, is_deleted: false, updated_at: at };
}

/**
 * Marks a row as deleted, in one UPDATE. Rows that refer to it stay as they are.
 *
 * @returns the row after it; undefined when there is no such row, or it is deleted already
 */
export function softDelete<E extends BasedEntity>(
  db: Knex,
  entity: E,
  id: string,
  options: UpdateOptions = {},
): Promise<Row<E> | undefined> {
  const changes = { is_deleted: true, updated_at: moment(db, options.at) };
  return updateRow(db, entity, id, false, changes, options.tenantId);
}

/**
 * Brings a soft-deleted row back, in one UPDATE.
 *
 * @returns the row after it; undefined when there is no such row, or it is not deleted
 */
export function restore<E extends BasedEntity>(
  db: Knex,
  entity: E,
  id: string,
  options: UpdateOptions = {},
): Promise<Row<E> | undefined> {
  const changes = { is_deleted: false, updated_at: moment(db, options.at) };
  return updateRow(db, entity, id, true, changes, options.tenantId);
}
