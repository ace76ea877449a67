import { conditionColumns, renderCondition } from '../../schema/expression.ts';
import { type DataRule, needs, type SetProbe } from '../data/probe.ts';
import { label } from '../data/references.ts';
import { exactText, raw, sql } from '../data/sql.ts';
import { type DataModel, type DataTable, isEnforced } from '../data/table.ts';
import { alike, type DeclaredKey, declaredKeys, isEmail } from '../data/unique-keys.ts';

/**
 * Rows alike in a declared primary or unique key, where no key of the database rules them out. A null is like nothing.
 * Looked for in one statement: which rows are alike is not to be told from a part of them.
 */
export const duplicateKeys: DataRule = {
  id: 'duplicate-keys',
  severity: 'error',
  summary: 'rows are alike in a unique key',
  probes: (model) =>
    model.tables.flatMap((table) => declaredKeys(table.entity).flatMap((key) => probe(model, table, key))),
};

function probe(model: DataModel, table: DataTable, key: DeclaredKey): SetProbe[] {
  if (isEnforced(table, key.columns)) return [];
  const filter = key.filter === undefined ? [] : [raw(renderCondition(key.filter, model.dialect))];
  const keys = key.columns.map((column) => ({
    column: model.ref('r', table, column),
    // That two addresses differ in case or space only is for another rule to tell, on every engine alike.
    compared: isEmail(table, column)
      ? exactText(model.dialect, model.ref('r', table, column))
      : model.ref('r', table, column),
  }));
  const filtered = key.filter === undefined ? [] : conditionColumns(key.filter);
  return [
    {
      kind: 'set',
      table,
      name: key.name,
      needs: needs(table, ...new Set([...key.columns, ...filtered])),
      says: `${label(table, key.columns)} is not unique`,
      from: alike(table, keys, filter, sql`COUNT(*) > 1`),
    },
  ];
}
