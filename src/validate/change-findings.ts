import type { Change, ChangeOf, Facet, FacetName, ObjectKind, ObjectName, Objects } from '../diff/change.ts';
import { assertNever } from '../errors.ts';
import { nativeType } from '../schema/column-type.ts';
import type { Column, Dialect } from '../schema/model.ts';
import { commentSql } from './definition-sql.ts';
import {
  describeCheck,
  describeColumn,
  describeExpression,
  describeFacets,
  describeForeignKey,
  describeIndex,
  describeKey,
  describeTable,
  facetLabel,
} from './describe.ts';
import type { Finding } from './finding.ts';
import { alterColumnSql, defaultChangeSql, enforceSql, wholeObjectSql } from './repair-sql.ts';
import type { ObjectWord } from './schema-rules.ts';

/** A finding, and the kind of object that `--only` picks it by. */
export interface SchemaFinding {
  readonly kind: ObjectWord;
  readonly finding: Finding;
}

/** What the rules call a kind; sequences and opaque objects are in no declaration, so no rule is about them. */
export const words: Readonly<Record<ObjectKind, ObjectWord | undefined>> = {
  schema: 'table',
  table: 'table',
  column: 'column',
  'primary-key': 'primary-key',
  unique: 'unique-constraint',
  index: 'index',
  'foreign-key': 'foreign-key',
  check: 'check',
  sequence: undefined,
  opaque: undefined,
};

export function objectPath({ schema, table, name }: ObjectName): string {
  return [schema, ...(table === undefined ? [] : [table]), name].join('.');
}

/** What a change from the database to the declaration says is wrong with the database. */
export function changeFindings(change: Change, dialect: Dialect): SchemaFinding[] {
  const kind = words[change.kind];
  if (kind === undefined || (change.withTable && change.kind !== 'table')) return [];
  return change.action === 'modify' ? modified(change, kind, dialect) : [wholeObject(change, kind, dialect)];
}

function wholeObject(change: Change, kind: ObjectWord, dialect: Dialect): SchemaFinding {
  const { action, object } = change;
  const word = change.kind === 'schema' ? 'schema' : kind;
  const path = change.kind === 'schema' ? object.name : objectPath(object);
  const advice = wholeObjectSql(dialect, change);
  const described = describeObject(change, dialect);
  const name = word.replace('-', ' ');
  const missing = action === 'add';
  return {
    kind,
    finding: {
      rule: `${missing ? 'missing' : 'extra'}-${word}`,
      severity: 'error',
      object: path,
      message: missing ? `${name} ${path} is missing` : `${name} ${path} is there, and nothing declares it`,
      ...(described === undefined ? {} : missing ? { expected: described } : { actual: described }),
      ...(advice === undefined ? {} : { advice: missing ? advice : `-- declare it, or:\n${advice}` }),
    },
  };
}

/** The object in one line, the wanted one where a change has both. */
export function describeObject(change: Change, dialect: Dialect): string | undefined {
  const item = <K extends ObjectKind>({ from, to }: ChangeOf<K>) => (to ?? from) as Objects[K];
  switch (change.kind) {
    case 'table':
      return describeTable(item(change));
    case 'column':
      return describeColumn(item(change), dialect);
    case 'primary-key':
    case 'unique':
      return describeKey(item<'primary-key' | 'unique'>(change));
    case 'index':
      return describeIndex(item(change));
    case 'foreign-key':
      return describeForeignKey(item(change));
    case 'check':
      return describeCheck(item(change));
    case 'schema':
    case 'sequence':
    case 'opaque':
      return undefined;
    default:
      return assertNever(change);
  }
}

type Modified = Extract<Change, { action: 'modify' }>;

/** Facets that are findings of their own: each has its rule, and its way to repair it. */
const ownRules: readonly FacetName[] = ['default', 'default-name', 'description', 'disabled', 'not-trusted'];

const orderAdvice =
  'no statement moves a column: declare them in this order, or make the table anew and copy its rows';

function modified(change: Modified, kind: ObjectWord, dialect: Dialect): SchemaFinding[] {
  const { facets, object } = change;
  const pick = (...names: FacetName[]) => facets.filter(({ name }) => names.includes(name));
  const path = objectPath(object);
  const findings: SchemaFinding[] = [];
  const add = (
    finding: Pick<Finding, 'rule' | 'message'> & Partial<Finding>,
    about: ObjectWord,
    of: readonly Facet[],
  ) => {
    if (of.length === 0) return;
    const low = of.every(({ confidence }) => confidence === 'low');
    const certainty = low
      ? ({ severity: 'info', confidence: 'low' } as const)
      : { severity: 'error' as const };
    findings.push({ kind: about, finding: { object: path, ...certainty, ...finding } });
  };

  const plain = facets.filter(({ name }) => !ownRules.includes(name));
  const types = sideTypes(change, dialect);
  const alter = change.kind === 'column' ? alterColumnSql(dialect, change) : undefined;
  const reordered = pick('column-order').length > 0 ? orderAdvice : undefined;
  const repair =
    change.kind === 'column' ? alter : (wholeObjectSql(dialect, { ...change, facets: plain }) ?? reordered);
  add(
    {
      rule: `different-${kind}`,
      message: `${kind.replace('-', ' ')} ${path} differs in ${listNames(plain)}`,
      expected: describeFacets(plain, 'to', types.to),
      actual: describeFacets(plain, 'from', types.from),
      ...(repair === undefined ? {} : { advice: repair }),
      // Nothing depends on it, and no migration mends it: a column that is added comes last.
      ...(plain.every(({ name }) => name === 'column-order') ? { severity: 'warning' as const } : {}),
    },
    kind,
    plain,
  );
  // What is to be an identity has no default: whatever makes it one takes its default away.
  const toIdentity = change.kind === 'column' && change.to.identity != null && pick('identity').length > 0;
  for (const facet of [
    ...(toIdentity ? [] : pick('default')).slice(0, 1),
    ...(pick('default').length > 0 ? [] : pick('default-name')),
  ]) {
    add(defaultFinding(change, facet, path, dialect), 'default', [facet]);
  }
  for (const facet of pick('description')) {
    add(
      {
        ...absence('comment', facet, path),
        advice: commentSql(dialect, object, facet.from, facet.to),
      },
      'comment',
      [facet],
    );
  }
  const enforced = pick('disabled', 'not-trusted');
  const [state] = enforced;
  if (state !== undefined) {
    const disabled = state.name === 'disabled';
    add(
      {
        rule: `${disabled ? 'disabled' : 'untrusted'}-${kind}`,
        message: disabled
          ? `${kind.replace('-', ' ')} ${path} exists, but is not in force`
          : `${kind.replace('-', ' ')} ${path} is not trusted: rows of before were not checked`,
        expected: describeFacets([state], 'to', undefined),
        actual: describeFacets([state], 'from', undefined),
        advice: enforceAdvice(change, disabled, dialect),
      },
      kind,
      [state],
    );
  }
  return findings;
}

function enforceAdvice(change: Modified, disabled: boolean, dialect: Dialect): string {
  const object = { ...change.object, name: change.from.name };
  switch (change.kind) {
    case 'foreign-key':
      return enforceSql(dialect, object, { kind: 'foreign-key', value: change.to, disabled });
    case 'check':
      return enforceSql(dialect, object, { kind: 'check', value: change.to, disabled });
    default:
      return enforceSql(dialect, object, { kind: 'index' });
  }
}

const listNames = (facets: readonly Facet[]) => facets.map(facetLabel).join(', ');

/** The types of a column whose change is told, for {@link describeFacets}. */
export function sideTypes(
  change: Modified,
  dialect: Dialect,
): { from: string | undefined; to: string | undefined } {
  if (change.kind !== 'column') return { from: undefined, to: undefined };
  return { from: nativeType(change.from.type, dialect), to: nativeType(change.to.type, dialect) };
}

function defaultFinding(change: Modified, facet: Facet, path: string, dialect: Dialect) {
  const from = columnOf(change.from).default;
  const to = columnOf(change.to).default;
  // On SQL Server the old default is gone by then: see alterColumnSql.
  const retyped = dialect === 'mssql' && change.facets.some(({ name }) => name === 'type');
  const advice = defaultChangeSql(dialect, change.object, retyped ? null : from, to);
  const shown = (side: Column['default']) => (side ? describeExpression(side.expression) : undefined);
  const [expected, actual] = facet.name === 'default' ? [shown(to), shown(from)] : [facet.to, facet.from];
  return {
    ...absence('default', { ...facet, to: expected ?? null, from: actual ?? null }, path),
    ...(advice === undefined ? {} : { advice }),
  };
}

const columnOf = (object: Modified['from']) => object as Column;

/** Of something that an object has one of: whether it is missing, different or extra is told by which side has it. */
function absence(kind: 'default' | 'comment', { name, from, to }: Facet, path: string) {
  const state = from === null ? 'missing' : to === null ? 'extra' : 'different';
  const what = name === 'default-name' ? 'name of the default' : kind;
  const message = {
    missing: `${what} of ${path} is missing`,
    extra: `${what} of ${path} is there, and nothing declares it`,
    different: `${what} of ${path} is another one`,
  }[state];
  return {
    rule: `${state}-${kind}`,
    message,
    ...(to === null ? {} : { expected: to }),
    ...(from === null ? {} : { actual: from }),
  };
}
