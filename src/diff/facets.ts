import { compareExpressions } from '../schema/expression-compare.ts';
import type { PlacedExpression } from '../schema/expression-read.ts';
import { isHidden } from '../schema/hidden.ts';
import type { Expression, Hidden, Server } from '../schema/model.ts';
import type { Confidence, Facet, FacetName, ObjectKind, ObjectName, Skip } from './change.ts';

/** What both sides say of one fact: undefined is "no opinion", null is "there is none". */
type Fact = string | number | boolean | null | undefined | Hidden;

/** What a server does not have or does not show. Only what the two sides say differently is then worth mention. */
const lacking: Readonly<Record<Server['engine'], ReadonlySet<FacetName>>> = {
  mssql: new Set(),
  babelfish: new Set([
    'clustered',
    'compression',
    'default-name',
    'disabled',
    'fill-factor',
    'filter',
    'ignore-duplicates',
    'not-trusted',
    'partition',
    'temporal',
  ]),
  postgres: new Set([
    'clustered',
    'compression',
    'default-name',
    'fill-factor',
    'ignore-duplicates',
    'partition',
    'temporal',
  ]),
};

/** Long names of indexes come back mangled from Babelfish. */
export function lacks(engine: Server['engine'], kind: ObjectKind, fact: FacetName): boolean {
  return lacking[engine].has(fact) || (engine === 'babelfish' && kind === 'index' && fact === 'name');
}

/** Collects what differs about one object. */
export interface FacetList {
  readonly kind: ObjectKind;
  readonly object: ObjectName;
  readonly engine: Server['engine'];
  readonly facets: Facet[];
  readonly skipped: Skip[];
}

/** Notes a fact if the two sides say different things about it. */
export function compareFact(
  list: FacetList,
  name: FacetName,
  from: Fact,
  to: Fact,
  confidence: Confidence = 'high',
): void {
  // Nearly every fact is the same on both sides; a hidden one is not known to be.
  if (from === to && (from === null || typeof from !== 'object')) return;
  const known = { from: printed(from), to: printed(to) };
  const hidden = [from, to].filter(isHidden);
  const { kind, object } = list;
  if (lacks(list.engine, kind, name)) {
    if (known.from !== known.to && !(isUsual(from) && isUsual(to)))
      list.skipped.push({ kind, object, fact: name, reason: 'engine', ...known });
  } else if (from === undefined || to === undefined) {
    return;
  } else if (hidden.length > 0) {
    const reason = hidden.some((fact) => fact.hidden === 'permission') ? 'permission' : 'engine';
    list.skipped.push({ kind, object, fact: name, reason, ...known });
  } else if (from !== to) {
    list.facets.push({ name, ...known, confidence });
  }
}

type Placed = Omit<PlacedExpression, 'sql'>;

/** Notes an expression if the two sides mean different things, or may do so. */
export function compareExpressionFact(
  list: FacetList,
  name: FacetName,
  from: Expression | null,
  to: Expression | null,
  places: { readonly from: Placed; readonly to: Placed },
): void {
  if (typeof from !== 'string' || typeof to !== 'string') {
    compareFact(list, name, from, to);
    return;
  }
  const compared = compareExpressions({ sql: from, ...places.from }, { sql: to, ...places.to });
  if (compared !== 'equal') compareFact(list, name, from, to, compared === 'unknown' ? 'low' : 'high');
}

/** What holds anyway on a server that has no choice. */
const isUsual = (fact: Fact) => fact == null || fact === false || fact === 'none' || fact === 100;

function printed(fact: Fact): string | null {
  return fact === null || fact === undefined || isHidden(fact) ? null : String(fact);
}
