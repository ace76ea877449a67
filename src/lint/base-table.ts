import type { Dialect } from '../schema/model.ts';
import { findColumn, type TableState } from './schema-state.ts';

/** The table whose rows are the tenants. */
export const tenantsTable = 'tenants';

const baseColumns = ['id', 'index_id', 'is_deleted'];

/** Whether a table has the columns of the base entity, but for tenant_id. */
export function hasBaseColumns(dialect: Dialect, state: TableState): boolean {
  return baseColumns.every((name) => findColumn({ dialect }, state, name) !== undefined);
}

export function isTenants(state: TableState): boolean {
  return state.table.name.toLowerCase() === tenantsTable;
}
