import { nativeType } from '../schema/column-type.ts';
import { isHidden } from '../schema/hidden.ts';
import type { Column, Index, Schema, Table } from '../schema/model.ts';

/** A schema that statements can make, and what of the given one they cannot. */
export interface Runnable {
  readonly schema: Schema;
  readonly left: readonly string[];
}

/** Leaves out what the login may not see and what the model has no definition of: a script must not make up either. */
export function runnable(schema: Schema): Runnable {
  const left: string[] = (schema.opaques ?? []).map(({ kind, schema: place, table, name }) =>
    [
      `${kind.replaceAll('-', ' ')} `,
      [place, table, name].filter((part) => part !== undefined).join('.'),
    ].join(''),
  );
  const tables = schema.tables.map((table) => runnableTable(table, schema, left));
  return { schema: { ...schema, tables }, left };
}

function runnableTable(table: Table, { dialect }: Schema, left: string[]): Table {
  const place = [...(table.schema === undefined ? [] : [table.schema]), table.name].join('.');
  const seen = <T extends { readonly name: string }>(kind: string, item: T, ...facts: unknown[]): boolean => {
    if (!facts.some(isHidden)) return true;
    left.push(`${kind} ${place}.${item.name}: its definition is not shown to this login`);
    return false;
  };
  if (table.temporal) left.push(`that ${place} keeps the history of its rows`);
  const column = (item: Column): Column[] => {
    if (!seen('computed column', item, item.computed?.expression)) return [];
    const { baseType, ...rest } = item;
    const hasDefault = seen('default of', item, item.default?.expression);
    if (baseType !== undefined) {
      left.push(
        `the type ${nativeType(item.type, dialect)} of ${place}.${item.name}, which is ${nativeType(baseType, dialect)}`,
      );
    }
    return [
      {
        ...rest,
        ...(baseType === undefined ? {} : { type: baseType }),
        ...(hasDefault ? {} : { default: null }),
      },
    ];
  };
  return {
    ...table,
    columns: table.columns.flatMap(column),
    indexes: table.indexes
      .map((index) => withoutUnshownFilter(index, place, left))
      .filter((index) => seen('index', index, index.filter) && isPlain(index, place, left)),
    checks: table.checks.filter((check) => seen('check', check, check.expression)),
    foreignKeys: table.foreignKeys.filter((key) => {
      if (key.references.table !== '') return true;
      left.push(`foreign key ${place}.${key.name}: its target is not shown to this login`);
      return false;
    }),
  };
}

/** Babelfish has filters and tells of none: leaving out each index for the sake of the few that have one would be worse. */
function withoutUnshownFilter(index: Index, place: string, left: string[]): Index {
  if (!isHidden(index.filter) || index.filter.hidden !== 'engine') return index;
  left.push(`the filter of index ${place}.${index.name}, if it has one: this engine does not show it`);
  return { ...index, filter: null };
}

/** Indexes of SQL Server that are no rows in order: their statements have other parts. */
function isPlain({ name, method }: Index, place: string, left: string[]): boolean {
  const isOther = method !== undefined && /columnstore|xml|spatial/.test(method);
  if (isOther) left.push(`${method} index ${place}.${name}`);
  return !isOther;
}
