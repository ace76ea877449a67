import { columnTypeFault, isNumeric } from '../schema/column-type.ts';
import { defaultFault } from './column-default.ts';
import type { EntityColumn, EntityColumns } from './entity.ts';

/** Why no database could hold the columns as they are declared. */
export function columnFaults(columns: EntityColumns): string[] {
  return Object.entries(columns).flatMap(([name, column]) =>
    faultsOf(column).flatMap((fault) => (fault === undefined ? [] : [`column ${name}: ${fault}`])),
  );
}

function faultsOf(column: EntityColumn): (string | undefined)[] {
  // Entities are loaded without a check of their types, so that a slip such as columnTypes.integer gets here.
  if (typeof Object(column).type?.kind !== 'string') return ['has no type; take one of columnTypes'];
  return [
    columnTypeFault(column.type),
    column.baseType === undefined ? undefined : columnTypeFault(column.baseType),
    defaultFault(column),
    optionFault(column),
    ...valueFaults(column),
    ...meaningFaults(column),
  ];
}

const columnOptions: Readonly<Record<keyof EntityColumn, true>> = {
  type: true,
  baseType: true,
  nullable: true,
  collation: true,
  default: true,
  defaultName: true,
  identity: true,
  computed: true,
  oneOf: true,
  json: true,
  checkName: true,
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

/** Of a value that the server makes. */
function valueFaults(column: EntityColumn): string[] {
  const { type, identity, computed, defaultName } = column;
  const faults: string[] = [];
  if (identity !== undefined) {
    const whole = type.kind === 'decimal' && type.scale === 0;
    if (!whole && type.kind !== 'int' && type.kind !== 'bigint' && type.kind !== 'native')
      faults.push('an identity is int or bigint');
    if (column.nullable) faults.push('an identity cannot be null');
  }
  if (computed !== undefined) {
    if (identity !== undefined) faults.push('a computed column is no identity');
    if (column.default !== undefined) faults.push('a computed column has no default');
  }
  if (defaultName !== undefined && column.default === undefined)
    faults.push('defaultName names a default that is not there');
  return faults;
}

/** Of what the values mean. */
function meaningFaults(column: EntityColumn): string[] {
  const { type, oneOf, json, checkName } = column;
  const faults: string[] = [];
  const text = type.kind === 'string' || type.kind === 'text' || type.kind === 'native';
  if ((oneOf !== undefined || json) && !text) faults.push('oneOf and json are for text columns');
  if (checkName !== undefined && oneOf === undefined && !json)
    faults.push('checkName names the check of oneOf or json, and neither is there');
  if (column.neverNegative !== undefined && !isNumeric(type) && type.kind !== 'native')
    faults.push('neverNegative is for numbers');
  if (column.mayBeFuture !== undefined && type.kind !== 'timestamp' && type.kind !== 'native')
    faults.push('mayBeFuture is for timestamps');
  if (oneOf?.length === 0) faults.push('oneOf allows no value at all');
  return faults;
}
