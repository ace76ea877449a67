import { sqlTypeOf } from '../../../schema/canonical-type.ts';
import type { Column, Dialect, ForeignKey, Schema, Table } from '../../../schema/model.ts';
import { serverOf } from '../../../schema/server.ts';
import { type RowCheck, rowChecks } from './checks.ts';
import { placeKey, placeOf, type TablePlace } from './read-rows.ts';

/** A foreign key of a table, with the key of the table that it points to. */
export interface Reference {
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
  /** Whether a row can do without. */
  readonly optional: boolean;
}

/** What rows of a table have to be like, before the migration and after it. */
export interface TablePlan {
  readonly key: string;
  readonly place: TablePlace;
  readonly table: Table;
  readonly later: Table | undefined;
  /** Those that a row is given values for. */
  readonly columns: readonly Column[];
  /** The widest first: the others follow from it where they share columns. */
  readonly references: readonly Reference[];
  readonly checks: readonly RowCheck[];
  /** Columns whose values together are there once. */
  readonly keys: readonly (readonly string[])[];
}

export function tablePlans(before: Schema, after: Schema): TablePlan[] {
  const laterOf = new Map(after.tables.map((table) => [placeKey(placeOf(after, table)), table]));
  const known = new Map(before.tables.map((table) => [placeKey(placeOf(before, table)), table]));
  return before.tables.map((table) => {
    const place = placeOf(before, table);
    const key = placeKey(place);
    const later = laterOf.get(key);
    const both = later === undefined ? [table] : [table, later];
    return {
      key,
      place,
      table,
      later,
      columns: table.columns.filter((column) => isGiven(column, before.dialect)),
      references: both
        .flatMap(({ foreignKeys }) => foreignKeys)
        .flatMap((foreignKey) => referenceOf(foreignKey, table, known, before))
        .sort((a, b) => b.columns.length - a.columns.length),
      checks: rowChecks(table, later, before.dialect),
      keys: both.flatMap(uniqueColumns).filter((columns) => hasAll(table, columns)),
    };
  });
}

const hasAll = (table: Table, names: readonly string[]) =>
  names.every((name) => table.columns.some((column) => column.name === name));

/** What the server does not number or work out by itself. */
function isGiven({ type, identity, computed, default: usual }: Column, dialect: Dialect): boolean {
  const numbered =
    typeof usual?.expression === 'string' && /\bnext(?:val| value for)\b/i.test(usual.expression);
  return !identity && !computed && !numbered && sqlTypeOf(type, dialect).name !== 'rowversion';
}

/** Those of later too, where the columns and the table are there already. */
function referenceOf(
  { columns, references }: ForeignKey,
  table: Table,
  known: ReadonlyMap<string, Table>,
  schema: Schema,
): Reference[] {
  const target = placeKey({
    schema: references.schema ?? serverOf(schema).defaultSchema,
    table: references.table,
  });
  const there = known.get(target);
  if (there === undefined || !hasAll(there, references.columns) || !hasAll(table, columns)) return [];
  const optional = columns.some((name) =>
    table.columns.some((column) => column.name === name && column.nullable),
  );
  return [{ columns, target, targetColumns: references.columns, optional }];
}

function uniqueColumns({ primaryKey, uniques, indexes }: Table): (readonly string[])[] {
  return [
    ...(primaryKey ? [primaryKey.columns] : []),
    ...uniques.map(({ columns }) => columns),
    ...indexes
      .filter(({ unique, columns }) => unique && columns.every(({ expression }) => expression !== true))
      .map(({ columns }) => columns.map(({ name }) => name)),
  ];
}
