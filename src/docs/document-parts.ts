import { nativeType } from '../schema/column-type.ts';
import type {
  Check,
  Column,
  Dialect,
  ForeignKey,
  Index,
  PrimaryKey,
  UniqueConstraint,
} from '../schema/model.ts';
import { describeExpression } from '../validate/describe.ts';
import type { DocCheck, DocColumn, DocIndex, DocKey } from './documentation.ts';

// What the model says of each part of a table, in words.

type Plain<T> = Omit<T, 'state' | 'differences'>;

export function documentColumn(
  column: Column,
  dialect: Dialect,
): Omit<Plain<DocColumn>, 'isPrimaryKey' | 'isForeignKey' | 'isUnique'> {
  const { name, type, baseType, nullable, collation, description } = column;
  const base = baseType === undefined ? '' : ` (${nativeType(baseType, dialect)})`;
  return {
    name,
    type: nativeType(type, dialect) + base,
    nullable,
    value: filledBy(column),
    collation: collation ?? '',
    description: description ?? '',
  };
}

function filledBy({ computed, identity, default: value }: Column): string {
  if (computed) return `as ${describeExpression(computed.expression)}${computed.persisted ? ' stored' : ''}`;
  if (identity)
    return `identity (${identity.seed}, ${identity.increment})${identity.always ? ' always' : ''}`;
  return value ? describeExpression(value.expression) : '';
}

export function documentKey(
  kind: DocKey['kind'],
  key: PrimaryKey | UniqueConstraint,
  dialect: Dialect,
): Plain<DocKey> {
  const descending = new Set(key.descending ?? []);
  const nulls = 'nullsNotDistinct' in key && key.nullsNotDistinct;
  return {
    kind,
    name: key.name,
    columns: key.columns.map((name) => (descending.has(name) ? `${name} DESC` : name)),
    include: key.include ?? [],
    properties: [
      ...clustering(key.clustered, dialect),
      ...(nulls ? ['nulls not distinct'] : []),
      ...deferrable(key.deferrable),
      ...(key.disabled ? ['disabled'] : []),
    ],
  };
}

export function documentIndex(index: Index, dialect: Dialect): Plain<DocIndex> {
  const { name, columns, include, unique, clustered, filter, method, nullsNotDistinct, disabled } = index;
  const usual = method === undefined || method === 'btree' || method === 'rowstore';
  return {
    name,
    columns: columns.map(({ name: column, descending }) => (descending ? `${column} DESC` : column)),
    include,
    filter: filter === undefined || filter === null ? '' : describeExpression(filter),
    properties: [
      ...(unique ? ['unique'] : []),
      // Every index that is not the clustered one is nonclustered: worth no word.
      ...(clustered ? clustering(true, dialect) : []),
      ...(usual ? [] : [method]),
      ...(nullsNotDistinct ? ['nulls not distinct'] : []),
      ...(disabled ? ['disabled'] : []),
    ],
  };
}

export function documentCheck({ name, expression, disabled, notTrusted }: Check): Plain<DocCheck> {
  return {
    name,
    expression: describeExpression(expression),
    properties: enforcement({ disabled, notTrusted }),
  };
}

export function foreignKeyProperties(key: ForeignKey): string[] {
  const { onDelete, onUpdate } = key;
  return [
    ...(onDelete === 'no action' ? [] : [`on delete ${onDelete}`]),
    ...(onUpdate === 'no action' ? [] : [`on update ${onUpdate}`]),
    ...deferrable(key.deferrable),
    ...enforcement(key),
  ];
}

/** PostgreSQL has no clustering that lasts, so that there it is an intent without effect. */
function clustering(clustered: boolean | undefined, dialect: Dialect): string[] {
  if (dialect !== 'mssql' || clustered === undefined) return [];
  return [clustered ? 'clustered' : 'nonclustered'];
}

function deferrable(word: ForeignKey['deferrable']): string[] {
  return word === undefined || word === 'no' ? [] : [`deferrable ${word}`];
}

function enforcement({
  disabled,
  notTrusted,
}: {
  readonly disabled?: boolean | undefined;
  readonly notTrusted?: boolean | undefined;
}): string[] {
  return [...(disabled ? ['disabled'] : []), ...(notTrusted ? ['not trusted'] : [])];
}
