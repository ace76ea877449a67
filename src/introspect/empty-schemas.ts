import type { Server, Table } from '../schema/model.ts';
import { compareText } from './order.ts';

/** Those of the SQL schemas that have none of the tables, sorted; the default one is not told. */
export function emptySchemas(
  schemas: readonly { readonly name: string }[],
  tables: readonly Table[],
  { defaultSchema }: Server,
): string[] {
  const used = new Set([defaultSchema, ...tables.flatMap((table) => table.schema ?? [])]);
  return schemas
    .map(({ name }) => name)
    .filter((name) => !used.has(name))
    .toSorted(compareText);
}
