import { checkName } from '../schema/names.ts';
import { checkEntity, checkInheritance } from './check-entity.ts';
import type {
  AbstractEntity,
  Entity,
  EntityCheck,
  EntityColumns,
  EntityScope,
  Inheritance,
} from './entity.ts';
import type { EntityDefinition, MergedColumns } from './entity-definition.ts';
import { namedObjects, sequencesOf } from './entity-definition.ts';

/** The base of an entity that names none. */
type NoBase = Readonly<Record<EntityScope, Inheritance<Record<never, never>>>>;

/**
 * Declares a table: the columns, keys and indexes of its base, and after them its own.
 *
 * @throws QuodsiDbError with exit code 78: `ENTITY_REDEFINES_BASE` where a column, the primary key or the name of
 * an object of the base is declared again, `ENTITY_INVALID` where the declaration contradicts itself or no
 * database could hold it.
 */
export function defineEntity<
  const Own extends EntityColumns,
  Scope extends EntityScope,
  Base extends AbstractEntity = NoBase,
>(definition: EntityDefinition<Own, Scope, Base>): Entity<MergedColumns<Base, Scope, Own>> {
  const {
    table,
    schema,
    scope,
    description,
    deletedRowsKeepKeys = false,
    columnOrder,
    temporal,
  } = definition;
  const own = namedObjects(definition);
  const sequences = sequencesOf(definition);
  const inherited = definition.base?.[scope];
  const base = inherited?.objects(table);
  if (inherited !== undefined && base !== undefined) {
    checkInheritance(table, { columns: definition.columns, ...own }, { columns: inherited.columns, ...base });
  }
  const columns = { ...inherited?.columns, ...definition.columns } as MergedColumns<Base, Scope, Own>;
  const entity: Entity<MergedColumns<Base, Scope, Own>> = {
    table,
    ...(schema === undefined ? {} : { schema }),
    scope,
    ...(description === undefined ? {} : { description }),
    deletedRowsKeepKeys,
    columns,
    ...(columnOrder === undefined ? {} : { columnOrder }),
    ...own,
    ...(base === undefined ? {} : { primaryKey: base.primaryKey }),
    indexes: [...(base?.indexes ?? []), ...own.indexes],
    foreignKeys: [...(base?.foreignKeys ?? []), ...own.foreignKeys],
    checks: [...columnChecks(table, columns), ...own.checks],
    ...(sequences.length === 0 ? {} : { sequences }),
    ...(temporal === undefined ? {} : { temporal }),
  };
  checkEntity(entity);
  return entity;
}

function columnChecks(table: string, columns: EntityColumns): EntityCheck[] {
  const checks: EntityCheck[] = [];
  for (const [column, { oneOf, json, checkName: name = checkName(table, [column]) }] of Object.entries(
    columns,
  )) {
    if (oneOf !== undefined) checks.push({ name, condition: { kind: 'one-of', column, values: oneOf } });
    if (json === true) checks.push({ name, condition: { kind: 'json', column } });
  }
  return checks;
}
