import type { ColumnType } from '../schema/column-type.ts';
import { isNumeric } from '../schema/column-type.ts';
import type { DefaultExpression, Literal } from '../schema/expression.ts';
import type { EntityColumn } from './entity.ts';

/** A column's default with a plain value made an expression. */
export function defaultExpression(column: EntityColumn): DefaultExpression | undefined {
  const value = column.default;
  return value === undefined || typeof value === 'object' ? value : { kind: 'literal', value };
}

/** Why a column cannot have its default; undefined when it can, or when only the server knows. */
export function defaultFault(column: EntityColumn): string | undefined {
  const expression = defaultExpression(column);
  if (expression === undefined) return undefined;
  if (column.identity !== undefined) return 'an identity has no default';
  const { type, oneOf } = column;
  switch (expression.kind) {
    case 'now':
      return type.kind === 'timestamp' || type.kind === 'native'
        ? undefined
        : 'only a timestamp defaults to now';
    case 'new-uuid':
      return type.kind === 'uuid' || type.kind === 'native'
        ? undefined
        : 'only a uuid defaults to a new uuid';
    case 'sql':
      return undefined;
    case 'literal':
      if (!literalFits(expression.value, type))
        return `the default ${JSON.stringify(expression.value)} does not fit`;
      return oneOf === undefined || oneOf.includes(String(expression.value))
        ? undefined
        : `the default ${JSON.stringify(expression.value)} is not among its values`;
  }
}

function literalFits(value: Literal, type: ColumnType): boolean {
  if (type.kind === 'native') return true;
  if (type.kind === 'boolean') return typeof value === 'boolean';
  if (isNumeric(type)) {
    return typeof value !== 'boolean' && /^-?\d+(\.\d+)?$/.test(String(value));
  }
  return typeof value === 'string' && (type.kind !== 'string' || value.length <= type.length);
}
