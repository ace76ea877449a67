import type { Facet } from '../diff/change.ts';
import { nativeType } from '../schema/column-type.ts';
import type {
  Check,
  Column,
  Dialect,
  Expression,
  ForeignKey,
  Index,
  KeyColumn,
  PrimaryKey,
  Table,
  UniqueConstraint,
} from '../schema/model.ts';

// What an object is, in one line for a person; where it stands and what it is called is said beside it.

const joined = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join(' ');
const listed = (names: readonly string[]) => `(${names.join(', ')})`;

export function describeExpression(expression: Expression): string {
  return typeof expression === 'string' ? expression : 'not shown to this login';
}

export function describeTable({ columns }: Table): string {
  return `columns ${columns.map(({ name }) => name).join(', ')}`;
}

export function describeColumn(column: Column, dialect: Dialect): string {
  const { nullable, collation, identity, computed } = column;
  if (computed) {
    return joined(`as ${describeExpression(computed.expression)}`, computed.persisted && 'persisted');
  }
  return joined(
    nativeType(column.type, dialect),
    typeof collation === 'string' && `collate ${collation}`,
    nullable ? 'null' : 'not null',
    identity && `identity(${identity.seed},${identity.increment})`,
    column.default && `default ${describeExpression(column.default.expression)}`,
  );
}

export function describeKey(key: PrimaryKey | UniqueConstraint): string {
  const descending = new Set(key.descending ?? []);
  const columns = key.columns.map((name) => (descending.has(name) ? `${name} DESC` : name));
  return joined(key.clustered && 'clustered', listed(columns), includes(key.include ?? []));
}

export function describeIndex(index: Index): string {
  const { columns, include, unique, clustered, filter } = index;
  return joined(
    unique && 'unique',
    clustered && 'clustered',
    listed(columns.map(describeKeyColumn)),
    includes(include),
    filter !== undefined && filter !== null && `where ${describeExpression(filter)}`,
  );
}

const describeKeyColumn = ({ name, descending }: KeyColumn) => (descending ? `${name} DESC` : name);

const includes = (columns: readonly string[]) => columns.length > 0 && `include ${listed(columns)}`;

export function describeForeignKey({ columns, references, onDelete, onUpdate }: ForeignKey): string {
  const { schema, table } = references;
  return joined(
    listed(columns),
    `references ${schema === undefined ? '' : `${schema}.`}${table}${listed(references.columns)}`,
    onDelete !== 'no action' && `on delete ${onDelete}`,
    onUpdate !== 'no action' && `on update ${onUpdate}`,
  );
}

export const describeCheck = ({ expression }: Check) => describeExpression(expression);

/** What a facet is about, in words. */
export function facetLabel({ name }: Facet): string {
  if (name === 'nullable') return 'nullability';
  return name === 'unique' ? 'uniqueness' : name.replaceAll('-', ' ');
}

/** One side of a facet as a person says it. */
export function describeFacet({ name }: Facet, value: string | null): string {
  switch (name) {
    case 'nullable':
      return value === 'true' ? 'null' : 'not null';
    case 'unique':
      return value === 'true' ? 'unique' : 'not unique';
    case 'clustered':
      return value === 'true' ? 'clustered' : 'nonclustered';
    case 'disabled':
      return value === 'true' ? 'disabled' : 'enabled';
    case 'not-trusted':
      return value === 'true' ? 'not trusted' : 'trusted';
    default:
      if (value === null || value === '') return 'none';
      return value === 'true' ? 'yes' : value === 'false' ? 'no' : value;
  }
}

const typeFacets: readonly Facet['name'][] = ['type', 'length', 'precision', 'scale'];

/**
 * Facets side by side: the value alone where there is one, each with its name where there are more. What differs about a
 * type is told by the whole type.
 */
export function describeFacets(
  facets: readonly Facet[],
  side: 'from' | 'to',
  type: string | undefined,
): string {
  const parts = facets
    .filter(({ name }) => type === undefined || !typeFacets.includes(name))
    .map((facet) => ({ name: facetLabel(facet), text: describeFacet(facet, facet[side]) }));
  if (type !== undefined && facets.some(({ name }) => typeFacets.includes(name))) {
    parts.unshift({ name: 'type', text: type });
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.text;
  return parts.map(({ name, text }) => `${name}: ${text}`).join('; ');
}
