import type { Entity, EntityColumn } from '../../entities/entity.ts';
import type { Sql } from './sql.ts';
import type { DataModel, DataTable } from './table.ts';

/** The declared columns that rules look at, with how each is called in a row `r`. */
export function columnsWhere(
  model: DataModel,
  wanted: (declared: EntityColumn, table: DataTable, column: string) => boolean,
): { table: DataTable & { readonly entity: Entity }; column: string; declared: EntityColumn; ref: Sql }[] {
  return model.tables.flatMap((table) =>
    Object.entries(table.entity.columns)
      .filter(([column, declared]) => wanted(declared, table, column))
      .map(([column, declared]) => ({ table, column, declared, ref: model.ref('r', table, column) })),
  );
}
