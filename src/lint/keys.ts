import type { Dialect } from '../schema/model.ts';
import { fold, type KeyState, type SchemaState, sameName, type TableState } from './schema-state.ts';
import type { KeyColumn } from './statement.ts';

/** Whether every column of `part` is in `whole`: rows that differ in the part differ in the whole. */
export function coversKey(
  dialect: Dialect,
  whole: readonly KeyColumn[],
  part: readonly KeyColumn[],
): boolean {
  const names = new Set(whole.map((column) => keyText(dialect, column)));
  return part.length > 0 && part.every((column) => names.has(keyText(dialect, column)));
}

/** Whether two keys have the same columns in the same order and direction. */
export function isSameKey(dialect: Dialect, a: readonly KeyColumn[], b: readonly KeyColumn[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (column, i) =>
        keyText(dialect, column) === keyText(dialect, b[i] ?? column) && column.desc === b[i]?.desc,
    )
  );
}

function keyText(dialect: Dialect, { column, text }: KeyColumn): string {
  return column === undefined ? text.toLowerCase().replaceAll(/\s+/g, ' ') : fold(dialect, column);
}

/** Whether a key begins with these columns, in any order. */
export function isLedBy(dialect: Dialect, key: KeyState, columns: readonly string[]): boolean {
  const first = key.columns.slice(0, columns.length).map((column) => keyText(dialect, column));
  return columns.every((name) => first.includes(fold(dialect, name)));
}

/** Undefined for an expression. */
export function columnNames(key: { readonly columns: readonly KeyColumn[] }): (string | undefined)[] {
  return key.columns.map(({ column }) => column);
}

/** Keys that a statement takes away from a table, by what the table has before and after. */
export function droppedKeys(before: SchemaState, after: SchemaState): KeyState[] {
  const dropped: KeyState[] = [];
  for (const [name, table] of before.tables) {
    const now = after.tables.get(name);
    if (now === table || now === undefined) continue;
    dropped.push(...table.keys.filter((key) => !hasKey(after.dialect, now, key)));
  }
  return dropped;
}

function hasKey(dialect: Dialect, table: TableState, key: KeyState): boolean {
  return table.keys.some(
    (other) =>
      other === key ||
      (other.name !== undefined && key.name !== undefined && sameName(dialect, other.name, key.name)),
  );
}
