import { exitCodes, QuodsiDbError } from '../errors.ts';
import { defaultName, maxNameLength } from '../schema/names.ts';
import { columnFaults } from './check-columns.ts';
import { duplicates, objectFaults, objectsOf, sameName } from './check-objects.ts';
import type { Entity, EntityColumns, Inheritance } from './entity.ts';
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
    ...objectFaults(entity),
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
  const { primaryKey, uniques, indexes, foreignKeys, checks, sequences = [] } = entity;
  const columns = Object.keys(entity.columns);
  const named = (objects: readonly { readonly name: string }[]) => objects.map(({ name }) => name);
  const keys = [...(primaryKey === undefined ? [] : [primaryKey.name]), ...named(uniques)];
  const defaults = Object.entries(entity.columns).flatMap(([name, column]) =>
    column.default === undefined ? [] : [column.defaultName ?? defaultName(entity.table, name)],
  );
  // A key is an index and a constraint. The others are one of the two, and an index may have the name of a constraint.
  const ofIndexes = [...keys, ...named(indexes)];
  const ofConstraints = [...keys, ...named(foreignKeys), ...named(checks), ...defaults];
  const objects = [...ofIndexes, ...ofConstraints.slice(keys.length)];
  return [
    ...[entity.table, ...columns, ...objects, ...named(sequences)].flatMap((name) => {
      if (name === '') return ['a name is empty'];
      return name.length > maxNameLength
        ? [`the name ${name} is longer than ${maxNameLength} characters`]
        : [];
    }),
    ...duplicates(columns).map((name) => `has two columns named ${name}`),
    ...orderFaults(columns, entity.columnOrder),
    ...[...new Set([...duplicates(ofIndexes), ...duplicates(ofConstraints)])].map(
      (name) => `has two keys, indexes, checks or defaults named ${name}`,
    ),
  ];
}

function orderFaults(columns: readonly string[], order: readonly string[] | undefined): string[] {
  if (order === undefined) return [];
  const ordered = new Set(order);
  const complete = order.length === columns.length && columns.every((name) => ordered.has(name));
  return complete ? [] : ['has a columnOrder that does not name every column once'];
}
