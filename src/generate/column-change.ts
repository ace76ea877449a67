import type { ChangeOf, FacetName } from '../diff/change.ts';
import { sqlTypeOf } from '../schema/canonical-type.ts';
import { nativeType } from '../schema/column-type.ts';
import type { Column, Dialect } from '../schema/model.ts';
import type { SqlType } from '../schema/sql-type.ts';

export type ModifiedColumn = ChangeOf<'column'> & { readonly action: 'modify' };

/** What has to happen to a column, in words of steps. */
export interface ColumnWork {
  /** It cannot be altered: it is dropped, with what it holds, and added anew. */
  readonly replaced: boolean;
  readonly retyped: boolean;
  /** Another type by name, so that SQL Server wants the default gone meanwhile. */
  readonly renamedType: boolean;
  /** A string type of more room, which SQL Server allows under an index. */
  readonly widened: boolean;
  readonly nullability: boolean;
  readonly tightened: boolean;
  readonly newDefault: boolean;
  readonly newDefaultName: boolean;
  readonly identityAlways: boolean;
  readonly described: boolean;
}

export function columnWork({ from, to, facets }: ModifiedColumn, dialect: Dialect): ColumnWork {
  const has = (...names: FacetName[]) => facets.some((facet) => names.includes(facet.name));
  const computed = Boolean(from.computed) || Boolean(to.computed);
  const retyped = has('type', 'length', 'precision', 'scale', 'collation');
  const [before, after] = [sqlTypeOf(from.type, dialect), sqlTypeOf(to.type, dialect)];
  const replaced =
    has('identity', 'computed', 'persisted') ||
    (computed && retyped) ||
    (retyped && !isConvertible(before, after));
  const nullability = !computed && has('nullable');
  return {
    replaced,
    retyped: !replaced && retyped,
    renamedType: has('type'),
    widened: !has('collation') && isWidened(before, after),
    nullability: !replaced && nullability,
    tightened: nullability && !to.nullable,
    newDefault: has('default'),
    newDefaultName: has('default-name'),
    identityAlways: !replaced && has('identity-always'),
    described: has('description'),
  };
}

type Group = 'number' | 'text' | 'moment' | 'boolean' | 'uuid' | 'binary' | 'other';

const groups: ReadonlyMap<string, Group> = new Map(
  (
    [
      [
        'number',
        'bigint decimal double_precision float int integer money numeric real smallint smallmoney tinyint',
      ],
      ['text', 'bpchar char character character_varying nchar ntext nvarchar text varchar'],
      [
        'moment',
        'date datetime datetime2 datetimeoffset smalldatetime timestamp_with_time_zone timestamp_without_time_zone',
      ],
      ['boolean', 'bit boolean'],
      ['uuid', 'uniqueidentifier uuid'],
      ['binary', 'binary bytea image varbinary'],
    ] as const
  ).flatMap(([group, names]) => names.split(' ').map((name) => [name.replaceAll('_', ' '), group] as const)),
);

const groupOf = ({ name, array }: SqlType): Group => (array === '' ? (groups.get(name) ?? 'other') : 'other');
const isWhole = ({ name }: SqlType) => name === 'int' || name === 'integer';

/**
 * Whether both engines convert the values of one type into the other, as far as the types allow it; a value may still not fit.
 * What is not known here is left to the server.
 */
export function isConvertible(from: SqlType, to: SqlType): boolean {
  const [a, b] = [groupOf(from), groupOf(to)];
  if (a === b || a === 'other' || b === 'other') return true;
  if (b === 'text') return a !== 'binary';
  if (a === 'text') return b !== 'binary';
  // PostgreSQL converts a boolean into an integer, and into no other number.
  return (a === 'boolean' && isWhole(to)) || (b === 'boolean' && isWhole(from));
}

const stringTypes = new Set(['nvarchar', 'varchar', 'varbinary', 'character varying']);

/** https://learn.microsoft.com/en-us/sql/t-sql/statements/alter-table-transact-sql (ALTER COLUMN) */
function isWidened(from: SqlType, to: SqlType): boolean {
  return from.name === to.name && stringTypes.has(from.name) && room(to) >= room(from) && room(to) < Infinity;
}

/** Of a type without a length argument there is no telling. */
function room({ args }: SqlType): number {
  const [length] = args;
  return length === 'max' ? Infinity : (length ?? Infinity);
}

/** Why the change of type may lose data, or fail on the rows that are there; undefined where every value fits. */
export function narrowing(from: Column, to: Column, dialect: Dialect): string | undefined {
  const [a, b] = [from.type, to.type];
  const text = `from ${nativeType(a, dialect)} to ${nativeType(b, dialect)}`;
  if (keepsEveryValue(sqlTypeOf(a, dialect), sqlTypeOf(b, dialect))) return undefined;
  return text;
}

const wholeDigits: ReadonlyMap<string, number> = new Map([
  ['tinyint', 3],
  ['smallint', 5],
  ['int', 10],
  ['integer', 10],
  ['bigint', 19],
]);
const moments = new Set(['datetime2', 'timestamp with time zone', 'timestamp without time zone']);

function keepsEveryValue(from: SqlType, to: SqlType): boolean {
  if (from.array !== '' || to.array !== '') return false;
  const [a, b] = [number(from, 0), number(to, 0)];
  if (from.name === to.name) {
    if (from.name === 'decimal' || from.name === 'numeric') {
      const unlimited = to.args.length === 0;
      const [scaleA, scaleB] = [number(from, 1), number(to, 1)];
      return unlimited || (from.args.length > 0 && scaleB >= scaleA && b - scaleB >= a - scaleA);
    }
    return moments.has(from.name) || stringTypes.has(from.name)
      ? b >= a
      : to.args.join() === from.args.join();
  }
  const [before, after] = [wholeDigits.get(from.name), wholeDigits.get(to.name)];
  if (before !== undefined && after !== undefined) return after >= before;
  if (before !== undefined && (to.name === 'decimal' || to.name === 'numeric')) {
    return to.args.length === 0 || b - number(to, 1) >= before;
  }
  if (groupOf(from) === 'text' && to.name === 'text') return true;
  const uuidLength = 36;
  return groupOf(from) === 'uuid' && groupOf(to) === 'text' && (to.name === 'text' || b >= uuidLength);
}

/** An argument of a type: its length, precision or scale. */
function number({ args }: SqlType, position: number): number {
  const arg = args[position];
  if (arg === 'max') return Infinity;
  return arg ?? (args.length === 0 ? Infinity : 0);
}
