import { Tenant } from '../entities/tenant.ts';
import { User } from '../entities/user.ts';
import type { ColumnType } from '../schema/column-type.ts';

/** One value of a row. A Date is a moment in UTC; decimals are numbers; null is NULL, never "the default". */
export type Cell = string | number | boolean | Date | null;

/** The values of one row, in the order of the table's columns. */
export type SeedRow = readonly Cell[];

/** Rows on their way into a table, some thousand at a time, so that no row costs a turn of the event loop. */
export type RowBatches = Iterable<readonly SeedRow[]> | AsyncIterable<readonly SeedRow[]>;

export interface SeedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A table that rows are loaded into, with the columns that they give; the others get their default. */
export interface SeedTable {
  readonly schema?: string;
  readonly name: string;
  readonly columns: readonly SeedColumn[];
}

/** `tenants` with every column but index_id, which the server counts. */
export const tenantsTable: SeedTable = seedTable(Tenant);

/** `users` with every column but index_id, which the server counts. */
export const usersTable: SeedTable = seedTable(User);

function seedTable(entity: typeof Tenant | typeof User): SeedTable {
  const columns = Object.entries(entity.columns)
    .filter(([, column]) => !('identity' in column && column.identity !== undefined))
    .map(([name, { type, ...column }]) => ({
      name,
      type,
      nullable: 'nullable' in column && column.nullable === true,
    }));
  return { name: entity.table, columns };
}
