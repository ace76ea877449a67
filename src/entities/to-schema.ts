import { exitCodes, QuodsiDbError } from '../errors.ts';
import { renderCondition, renderDefault } from '../schema/expression.ts';
import type { Column, Dialect, Schema, Table } from '../schema/model.ts';
import { defaultName } from '../schema/names.ts';
import { defaultExpression } from './column-default.ts';
import type { Entity, EntityColumn } from './entity.ts';

/**
 * The schema that the entities declare, in the SQL of one engine; tables in the order of the entities.
 *
 * @throws QuodsiDbError `ENTITY_DUPLICATE` with exit code 78 where two entities are one table
 */
export function toSchema(entities: readonly Entity[], dialect: Dialect): Schema {
  const sequences = entities.flatMap((entity) => entity.sequences ?? []);
  refuseTwice(
    'table',
    entities.map(({ schema, table }) => ({ schema, name: table })),
  );
  refuseTwice('sequence', sequences);
  return {
    dialect,
    origin: 'declared',
    tables: entities.map((entity) => toTable(entity, dialect)),
    // A project that declares no sequence leaves them to whoever made them.
    ...(sequences.length === 0 ? {} : { sequences }),
  };
}

function refuseTwice(
  kind: 'table' | 'sequence',
  objects: readonly { readonly schema?: string | undefined; readonly name: string }[],
): void {
  const seen = new Set<string>();
  for (const { schema, name } of objects) {
    const path = schema === undefined ? name : `${schema}.${name}`;
    if (seen.has(path.toLowerCase())) {
      throw new QuodsiDbError('ENTITY_DUPLICATE', `two entities declare the ${kind} ${path}`, {
        hint: `Leave one of them out, or give it another ${kind}.`,
        exitCode: exitCodes.config,
      });
    }
    seen.add(path.toLowerCase());
  }
}

function toTable(entity: Entity, dialect: Dialect): Table {
  const { table, schema, description, primaryKey, uniques, foreignKeys, temporal } = entity;
  return {
    ...(schema === undefined ? {} : { schema }),
    name: table,
    ...(description === undefined ? {} : { description }),
    columns: orderedColumns(entity).map(([name, column]) => toColumn(table, name, column, dialect)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    // Whom a key is unique among is no fact of the database.
    uniques: uniques.map(({ acrossTenants: _, ...unique }) => unique),
    indexes: entity.indexes.map(({ filter, acrossTenants: _, ...index }) => ({
      ...index,
      ...(filter === undefined ? {} : { filter: renderCondition(filter, dialect) }),
    })),
    foreignKeys,
    checks: entity.checks.map(({ condition, ...check }) => ({
      ...check,
      expression: renderCondition(condition, dialect),
    })),
    ...(temporal === undefined ? {} : { temporal }),
  };
}

function orderedColumns({ columns, columnOrder }: Entity): [string, EntityColumn][] {
  const entries = Object.entries(columns);
  if (columnOrder === undefined) return entries;
  const places = new Map(columnOrder.map((name, place) => [name, place]));
  return entries.toSorted(([a], [b]) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
}

function toColumn(table: string, name: string, column: EntityColumn, dialect: Dialect): Column {
  const { type, baseType, nullable = false, collation, identity, computed, description } = column;
  const expression = defaultExpression(column);
  return {
    name,
    type,
    ...(baseType === undefined ? {} : { baseType }),
    nullable,
    ...(collation === undefined ? {} : { collation }),
    ...(expression === undefined
      ? {}
      : {
          default: {
            name: column.defaultName ?? defaultName(table, name),
            expression: renderDefault(expression, type, dialect),
          },
        }),
    ...(identity === undefined ? {} : { identity }),
    ...(computed === undefined
      ? {}
      : {
          computed: {
            expression: computed.expression[dialect],
            persisted: computed.persisted ?? true,
          },
        }),
    ...(description === undefined ? {} : { description }),
  };
}
