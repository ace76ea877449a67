import { conditionColumns } from '../schema/expression.ts';
import type { KeyColumn } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import type { Entity } from './entity.ts';
import type { EntityObjects } from './entity-definition.ts';

/** Why no database could hold the keys, indexes and checks as they are declared. */
export function objectFaults(entity: Entity): string[] {
  const clustered = objectsOf(entity).filter((object) => 'clustered' in object && object.clustered);
  const several =
    clustered.length > 1 ? [`${clustered.map((o) => o.name).join(' and ')} are both clustered`] : [];
  const references = entity.foreignKeys.flatMap(({ name, columns, references }) =>
    columns.length === references.columns.length
      ? []
      : [`${name} has another number of columns than it references`],
  );
  const nullable = (entity.primaryKey?.columns ?? []).filter((name) => entity.columns[name]?.nullable);
  return [
    ...several,
    ...references,
    ...nullable.map((name) => `the primary key has the nullable column ${name}`),
    ...objectsOf(entity).flatMap((object) => columnNameFaults(entity, object)),
    ...(entity.sequences ?? []).flatMap(sequenceFaults),
  ];
}

export function objectsOf(entity: EntityObjects) {
  const { primaryKey, uniques, indexes, foreignKeys, checks } = entity;
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes,
    ...foreignKeys,
    ...checks,
  ];
}

export function duplicates(names: readonly string[]): string[] {
  return [
    ...new Set(names.filter((name, index) => names.findIndex((n) => sameName(n) === sameName(name)) < index)),
  ];
}

/** Names that differ only in case are one name on SQL Server, whose usual collations ignore it. */
export function sameName(name: string): string {
  return name.toLowerCase();
}

function columnNameFaults(entity: Entity, object: ReturnType<typeof objectsOf>[number]): string[] {
  if ('condition' in object) return unknownColumns(entity, object.name, conditionColumns(object.condition));
  const key = object.columns.filter((column) => typeof column === 'string' || !column.expression);
  const names = key.map((column) => (typeof column === 'string' ? column : column.name));
  const include = 'include' in object ? (object.include ?? []) : [];
  const descending = 'descending' in object ? (object.descending ?? []) : [];
  const filter = 'filter' in object && object.filter !== undefined ? conditionColumns(object.filter) : [];
  // A columnstore index holds columns and has no key.
  const keyless = 'method' in object && object.method === 'columnstore';
  const strayDescending = descending.filter((name) => !names.includes(name));
  return [
    ...(object.columns.length === 0 && !keyless ? [`${object.name} has no columns`] : []),
    ...duplicates([...key.map(mannerKey), ...include]).map(
      (name) => `${object.name} names the column ${name} twice`,
    ),
    ...strayDescending.map((name) => `${object.name} has ${name} descending, which is not among its columns`),
    ...fillFactorFaults(object),
    ...unknownColumns(entity, object.name, [...names, ...include, ...filter]),
  ];
}

/** One column may be indexed twice by different rules: text for equality, and for LIKE. */
function mannerKey(column: string | KeyColumn): string {
  if (typeof column === 'string') return column;
  return [column.name, column.collation, column.operatorClass].filter((part) => part !== undefined).join(' ');
}

function fillFactorFaults(object: { readonly name: string; readonly fillFactor?: number }): string[] {
  const { name, fillFactor = 100 } = object;
  return Number.isInteger(fillFactor) && fillFactor >= 0 && fillFactor <= 100
    ? []
    : [`${name} has a fill factor of ${fillFactor}; it is a percentage`];
}

function unknownColumns(entity: Entity, object: string, names: readonly string[]): string[] {
  return [...new Set(names)]
    .filter((name) => !Object.hasOwn(entity.columns, name))
    .map((name) => `${object} names the column ${name}, which does not exist`);
}

function sequenceFaults({ name, increment, ...numbers }: Sequence): string[] {
  const { start, minimum = start, maximum = start } = numbers;
  const stray = [start, increment, minimum, maximum].filter((number) => !/^-?\d+$/.test(number));
  return [
    ...stray.map((number) => `the sequence ${name} has ${number} for a whole number`),
    ...(/^-?0+$/.test(increment) ? [`the sequence ${name} does not count: its increment is 0`] : []),
  ];
}
