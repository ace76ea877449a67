import type { Knex } from 'knex';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { renderLiteral } from '../schema/expression.ts';
import type { Dialect } from '../schema/model.ts';
import { tenantsTable } from './base-entity.ts';
import type { Entity } from './entity.ts';

/** Adds conditions to a query; given to Knex as `db('users').modify(activeOnly(User))`. */
export type RowFilter = (query: Knex.QueryBuilder) => void;

/**
 * Leaves out soft-deleted rows.
 *
 * The value stands in the SQL as a literal: SQL Server does not use a filtered index for a parameter.
 * https://learn.microsoft.com/sql/relational-databases/indexes/create-filtered-indexes
 *
 * @param alias the table's alias in the query, where it has one
 */
export function activeOnly(entity: Pick<Entity, 'table'>, alias: string = entity.table): RowFilter {
  return deletedIs(false, alias);
}

/**
 * Leaves only the rows of one tenant: by `tenant_id`, and on `tenants` by `id`.
 *
 * @param alias the table's alias in the query, where it has one
 * @throws QuodsiDbError `ENTITY_NOT_TENANT_SCOPED` for any other global table: its rows belong to nobody
 */
export function ofTenant(
  entity: Pick<Entity, 'table' | 'scope'>,
  tenantId: string,
  alias: string = entity.table,
): RowFilter {
  if (entity.scope === 'global' && entity.table !== tenantsTable) {
    throw new QuodsiDbError('ENTITY_NOT_TENANT_SCOPED', `rows of ${entity.table} do not belong to a tenant`, {
      hint: "Leave the filter out, or declare the entity with scope 'tenant'.",
      exitCode: exitCodes.config,
    });
  }
  const column = entity.scope === 'tenant' ? 'tenant_id' : 'id';
  return (query) => {
    query.where(`${alias}.${column}`, tenantId);
  };
}

/** The rows whose soft-delete flag is as given. */
export function deletedIs(deleted: boolean, alias: string): RowFilter {
  return (query) => {
    query.whereRaw(`?? = ${renderLiteral(deleted, dialectOf(query))}`, [`${alias}.is_deleted`]);
  };
}

/** The SQL that a Knex instance, transaction or query speaks. */
export function dialectOf(knex: { readonly client: { readonly dialect: string } }): Dialect {
  return knex.client.dialect === 'mssql' ? 'mssql' : 'postgres';
}
