import type { Entity } from '../../entities/entity.ts';
import type { ForeignKey } from '../../schema/model.ts';
import { needs } from './probe.ts';
import { allOf, sql } from './sql.ts';
import type { DataModel, DataTable } from './table.ts';

/** Every declared foreign key, with what joins a row `r` to its parent `p`. */
export function references(model: DataModel) {
  return model.tables.flatMap((table) =>
    table.entity.foreignKeys.map((key) => {
      const parent = model.table(key.references);
      const pairs = key.columns.flatMap((column, i) => pairNeeds(table, column, parent, key, i));
      const matches = allOf(
        key.columns.map(
          (column, i) =>
            sql`${model.ref('p', parent, key.references.columns[i] ?? '')} = ${model.ref('r', table, column)}`,
        ),
      );
      return { table, parent, key, pairs, matches };
    }),
  );
}

/** Both ends are of the type that the referring column declares: others may not compare at all. */
function pairNeeds(
  table: DataTable & { readonly entity: Entity },
  column: string,
  parent: DataTable,
  key: ForeignKey,
  index: number,
) {
  const [own] = needs(table, column);
  const target = { ...own, table: parent, column: key.references.columns[index] ?? '' };
  return own === undefined ? [] : [own, target];
}

/** `users.email`, `users (a, b)`. */
export function label(table: DataTable, columns: readonly string[]): string {
  return columns.length === 1 ? `${table.name}.${columns[0]}` : `${table.name} (${columns.join(', ')})`;
}
