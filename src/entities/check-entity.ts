import { exitCodes, QuodsiDbError } from '../errors.ts';
import { columnTypeFault, isNumeric } from '../schema/column-type.ts';
import { conditionColumns } from '../schema/expression.ts';
import { defaultName, maxNameLength } from '../schema/names.ts';
import { defaultFault } from './column-default.ts';
import type { Entity, EntityColumn, EntityColumns, Inheritance } from './entity.ts';
import type { EntityObjects } from './entity-definition.ts';

type Declared = { readonly columns: EntityColumns } & EntityObjects;
type Base = Pick<Inheritance, 'columns'> & ReturnType<Inheritance['objects']>;

/**
 * Refuses to let an entity take away what it inherits.
 *
 * @throws QuodsiDbError `ENTITY_REDEFINES_BASE`
 */
export function checkInheritance(table: string, own: Declared, base: Base): void {
  const taken = new Set(Object.keys(base.columns).map(sameName));
  const columns = Object.keys(own.columns).filter((name) => taken.has(sameName(name)));
  const baseNames = new Set(
    [base.primaryKey, ...base.indexes, ...base.foreignKeys].map((o) => sameName(o.name)),
  );
  const objects = objectsOf(own)
    .map((object) => object.name)
    .filter((name) => baseNames.has(sameName(name)));
  const primaryKey = own.primaryKey === undefined ? [] : [own.primaryKey.name];
  const redefined = [...new Set([...columns, ...primaryKey, ...objects])];
  if (redefined.length === 0) return;
  throw new QuodsiDbError(
    'ENTITY_REDEFINES_BASE',
    `entity ${table} declares again what its base already has: ${redefined.join(', ')}`,
    {
      hint: 'Remove it from the entity: it is inherited. For something else, choose another name.',
      exitCode: exitCodes.config,
    },
  );
}

/**
 * Refuses what no database could hold; tells every fault at once.
 *
 * @throws QuodsiDbError `ENTITY_INVALID`
 */
export function checkEntity(entity: Entity): void {
  const faults = [
    ...scopeFaults(entity),
    ...nameFaults(entity),
    ...columnFaults(entity.columns),
    ...keyFaults(entity),
  ];
  if (faults.length === 0) return;
  throw new QuodsiDbError('ENTITY_INVALID', `entity ${entity.table || '(unnamed)'}: ${faults[0]}`, {
    hint: 'Correct the declaration of this entity.',
    exitCode: exitCodes.config,
    details: faults.slice(1),
  });
}

function scopeFaults({ columns, scope }: Entity): string[] {
  if (Object.keys(columns).length === 0) return ['has no columns'];
  if (scope === 'tenant' && !('tenant_id' in columns)) {
    return ["is tenant-scoped and has no column tenant_id; take BaseEntity as base, or scope 'global'"];
  }
  return [];
}

function nameFaults(entity: Entity): string[] {
  const columns = Object.keys(entity.columns);
  const objects = [
    ...objectsOf(entity).map((object) => object.name),
    ...Object.entries(entity.columns).flatMap(([name, column]) =>
      column.default === undefined ? [] : [defaultName(entity.table, name)],
    ),
  ];
  return [
    ...[entity.table, ...columns, ...objects].flatMap((name) => {
      if (name.trim() === '') return ['a name is empty'];
      return name.length > maxNameLength
        ? [`the name ${name} is longer than ${maxNameLength} characters`]
        : [];
    }),
    ...duplicates(columns).map((name) => `has two columns named ${name}`),
    ...duplicates(objects).map((name) => `has two keys, indexes, checks or defaults named ${name}`),
  ];
}

function columnFaults(columns: EntityColumns): string[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    // Entities are loaded without a check of their types, so that a slip such as columnTypes.integer gets here.
    if (typeof Object(column).type?.kind !== 'string')
      return [`column ${name}: has no type; take one of columnTypes`];
    const faults = [columnTypeFault(column.type), defaultFault(column), optionFault(column)];
    if (column.identity !== undefined) {
      if (column.type.kind !== 'int' && column.type.kind !== 'bigint')
        faults.push('an identity is int or bigint');
      if (column.nullable) faults.push('an identity cannot be null');
    }
    const text = column.type.kind === 'string' || column.type.kind === 'text';
    if ((column.oneOf !== undefined || column.json) && !text)
      faults.push('oneOf and json are for text columns');
    if (column.neverNegative !== undefined && !isNumeric(column.type))
      faults.push('neverNegative is for numbers');
    if (column.mayBeFuture !== undefined && column.type.kind !== 'timestamp')
      faults.push('mayBeFuture is for timestamps');
    if (column.oneOf?.length === 0) faults.push('oneOf allows no value at all');
    return faults.flatMap((fault) => (fault === undefined ? [] : [`column ${name}: ${fault}`]));
  });
}

const columnOptions: Readonly<Record<keyof EntityColumn, true>> = {
  type: true,
  nullable: true,
  default: true,
  identity: true,
  oneOf: true,
  json: true,
  neverNegative: true,
  mayBeFuture: true,
  description: true,
};

/** What a misspelt option asks for would be silently left out. */
function optionFault(column: EntityColumn): string | undefined {
  const unknown = Object.keys(column).filter((option) => !Object.hasOwn(columnOptions, option));
  return unknown.length === 0
    ? undefined
    : `has no option ${unknown.join(', ')}; there are ${Object.keys(columnOptions).join(', ')}`;
}

function keyFaults(entity: Entity): string[] {
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
  ];
}

function columnNameFaults(entity: Entity, object: ReturnType<typeof objectsOf>[number]): string[] {
  if ('condition' in object) return unknownColumns(entity, object.name, conditionColumns(object.condition));
  const key = object.columns.map((column) => (typeof column === 'string' ? column : column.name));
  const include = 'include' in object ? object.include : [];
  const filter = 'filter' in object && object.filter !== undefined ? conditionColumns(object.filter) : [];
  return [
    ...(key.length === 0 ? [`${object.name} has no columns`] : []),
    ...duplicates([...key, ...include]).map((name) => `${object.name} names the column ${name} twice`),
    ...unknownColumns(entity, object.name, [...key, ...include, ...filter]),
  ];
}

function unknownColumns(entity: Entity, object: string, names: readonly string[]): string[] {
  return [...new Set(names)]
    .filter((name) => !Object.hasOwn(entity.columns, name))
    .map((name) => `${object} names the column ${name}, which does not exist`);
}

function objectsOf(entity: EntityObjects) {
  const { primaryKey, uniques, indexes, foreignKeys, checks } = entity;
  return [
    ...(primaryKey === undefined ? [] : [primaryKey]),
    ...uniques,
    ...indexes,
    ...foreignKeys,
    ...checks,
  ];
}

function duplicates(names: readonly string[]): string[] {
  return [
    ...new Set(names.filter((name, index) => names.findIndex((n) => sameName(n) === sameName(name)) < index)),
  ];
}

/** Names that differ only in case are one name on SQL Server, whose usual collations ignore it. */
function sameName(name: string): string {
  return name.toLowerCase();
}
