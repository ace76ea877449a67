import type { EntityColumn } from '../entities/entity.ts';
import { type ColumnType, columnTypeFault, columnTypes, nativeType } from '../schema/column-type.ts';
import type { ExpressionContext } from '../schema/expression-canonical.ts';
import { isHidden } from '../schema/hidden.ts';
import type { Check, Column, Dialect, Table } from '../schema/model.ts';
import { checkName, defaultName } from '../schema/names.ts';
import { nameKey } from '../schema/server.ts';
import type { Writable } from '../schema/writable.ts';
import type { DraftContext } from './entity-draft.ts';
import { declaredCondition, declaredDefault, sqlText } from './entity-expressions.ts';

/** The columns of an entity, and the checks that none of them has become. */
export function draftColumns(
  table: Table,
  context: DraftContext,
  expressions: ExpressionContext,
): { readonly columns: Readonly<Record<string, EntityColumn>>; readonly checks: readonly Check[] } {
  const columns = new Map(
    table.columns.map((column) => [column.name, draftColumn(table.name, column, context, expressions)]),
  );
  const checks = table.checks.filter((check) => {
    const own = columnCheck(check, table, expressions);
    const column = own === undefined ? undefined : columns.get(own.column);
    if (own === undefined || column === undefined || column.oneOf !== undefined || column.json) return true;
    const { oneOf } = own;
    const { default: value } = column;
    const literal = value !== undefined && typeof value !== 'object';
    if (oneOf !== undefined && literal && !oneOf.includes(String(value))) return true;
    if (oneOf === undefined) column.json = true;
    else column.oneOf = oneOf;
    if (check.name !== checkName(table.name, [own.column])) column.checkName = check.name;
    return false;
  });
  // As the properties of a prototype are not set, a column of any name is one.
  return { columns: Object.fromEntries(columns), checks };
}

function draftColumn(
  table: string,
  column: Column,
  { dialect, server }: DraftContext,
  expressions: ExpressionContext,
): Writable<EntityColumn> {
  const { type, baseType, identity, computed, default: own } = column;
  const draft: Writable<EntityColumn> = { type: declaredType(type, dialect) };
  if (baseType !== undefined) draft.baseType = declaredType(baseType, dialect);
  if (column.nullable) draft.nullable = true;
  if (column.collation) draft.collation = column.collation;
  if (own && !isHidden(own.expression)) {
    draft.default = declaredDefault({ type: draft.type }, own.expression, expressions);
    const usual = nameKey(defaultName(table, column.name), server);
    if (typeof own.name === 'string' && !own.systemNamed && nameKey(own.name, server) !== usual)
      draft.defaultName = own.name;
  }
  if (identity) {
    const { seed, increment, always } = identity;
    draft.identity = { seed, increment, ...(always ? { always } : {}) };
  }
  if (computed && !isHidden(computed.expression)) {
    draft.computed = {
      expression: sqlText(computed.expression, expressions),
      ...(computed.persisted ? {} : { persisted: false }),
    };
  }
  if (column.description) draft.description = column.description;
  return draft;
}

/** A type that entities have no word for, or only for the lengths of both engines, is written as the engine does. */
function declaredType(type: ColumnType, dialect: Dialect): ColumnType {
  return columnTypeFault(type) === undefined ? type : columnTypes.native(nativeType(type, dialect));
}

/** What a check says of one column in a word that the column has. */
function columnCheck(
  check: Check,
  table: Table,
  expressions: ExpressionContext,
): { readonly column: string; readonly oneOf?: readonly string[] } | undefined {
  if (check.disabled || check.notTrusted || check.systemNamed || isHidden(check.expression)) return undefined;
  const condition = declaredCondition(check.expression, table.columns, expressions);
  switch (condition.kind) {
    case 'one-of':
      return { column: condition.column, oneOf: condition.values };
    case 'json':
      return { column: condition.column };
    default:
      return undefined;
  }
}
