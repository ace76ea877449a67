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
  const seen = new Set<string>();
  for (const { schema, table } of entities) {
    const name = schema === undefined ? table : `${schema}.${table}`;
    if (seen.has(name.toLowerCase())) {
      throw new QuodsiDbError('ENTITY_DUPLICATE', `two entities declare the table ${name}`, {
        hint: 'Leave one of them out, or give it another table.',
        exitCode: exitCodes.config,
      });
    }
    seen.add(name.toLowerCase());
  }
  return { dialect, origin: 'declared', tables: entities.map((entity) => toTable(entity, dialect)) };
}

function toTable(entity: Entity, dialect: Dialect): Table {
  const { table, schema, description, primaryKey, uniques, foreignKeys } = entity;
  return {
    ...(schema === undefined ? {} : { schema }),
    name: table,
    ...(description === undefined ? {} : { description }),
    columns: Object.entries(entity.columns).map(([name, column]) => toColumn(table, name, column, dialect)),
    ...(primaryKey === undefined ? {} : { primaryKey }),
    // Whom a key is unique among is no fact of the database.
    uniques: uniques.map(({ acrossTenants: _, ...unique }) => unique),
    indexes: entity.indexes.map(({ filter, acrossTenants: _, ...index }) => ({
      ...index,
      ...(filter === undefined ? {} : { filter: renderCondition(filter, dialect) }),
    })),
    foreignKeys,
    checks: entity.checks.map(({ name, condition }) => ({
      name,
      expression: renderCondition(condition, dialect),
    })),
  };
}

function toColumn(table: string, name: string, column: EntityColumn, dialect: Dialect): Column {
  const { type, nullable = false, identity, description } = column;
  const expression = defaultExpression(column);
  return {
    name,
    type,
    nullable,
    ...(expression === undefined
      ? {}
      : {
          default: {
            name: defaultName(table, name),
            expression: renderDefault(expression, type, dialect),
          },
        }),
    ...(identity === undefined ? {} : { identity }),
    ...(description === undefined ? {} : { description }),
  };
}
