import { type PlacedExpression, readExpression } from './expression-read.ts';
import { type Tree, treeKey } from './expression-tree.ts';

/** `unknown`: they differ in a way that the server may have made itself, or one of them cannot be read. */
export type Comparison = 'equal' | 'different' | 'unknown';

/** Compares what two expressions mean. Text that cannot be read is equal to the same text only. */
export function compareExpressions(a: PlacedExpression, b: PlacedExpression): Comparison {
  if (a.sql === b.sql || a.sql.trim() === b.sql.trim()) return 'equal';
  const [readA, readB] = [readExpression(a), readExpression(b)];
  if (readA.tree === undefined || readB.tree === undefined) return 'unknown';
  if (readA.key === readB.key) return 'equal';
  return perhapsSame(readA.tree, readB.tree) ? 'unknown' : 'different';
}

/** Text that is the same for two expressions that are equal; undefined where the expression cannot be read. */
export function expressionKey(expression: PlacedExpression): string | undefined {
  return readExpression(expression).key;
}

/**
 * Whether only such things differ as a server may have added: a cast on one side, N before a string, the digits of a
 * number of the same value, the spelling of a date or of JSON.
 */
function perhapsSame(a: Tree, b: Tree): boolean {
  if (a.kind === 'cast' && b.kind === 'cast') {
    const sameCast = a.type === b.type && a.attempt === b.attempt && perhapsSameStyle(a.style, b.style);
    return sameCast && perhapsSameValue(a.value, b.value, a.type);
  }
  if (a.kind === 'cast') return !a.attempt && perhapsSameValue(a.value, b, a.type);
  if (b.kind === 'cast') return perhapsSame(b, a);
  if (a.kind === 'string' && b.kind === 'string') return a.value === b.value;
  if (a.kind === 'call' && b.kind === 'call') return a.name === b.name && perhapsAllSame(a.args, b.args);
  if (a.kind === 'operation' && b.kind === 'operation') {
    return a.operator === b.operator && perhapsAllSame(a.args, b.args);
  }
  if (isLiteral(a) && isLiteral(b) && a.kind !== b.kind) return a.value === b.value;
  return a.kind === 'number' && b.kind === 'number'
    ? Number(a.value) === Number(b.value)
    : treeKey(a) === treeKey(b);
}

const isLiteral = (tree: Tree) => tree.kind === 'string' || tree.kind === 'number';

const perhapsAllSame = (a: readonly Tree[], b: readonly Tree[]) =>
  a.length === b.length && a.every((tree, i) => perhapsSame(tree, b[i] ?? tree));

/** Style 0 is the usual one for most types. https://learn.microsoft.com/en-us/sql/t-sql/functions/cast-and-convert-transact-sql */
function perhapsSameStyle(a: Tree | undefined, b: Tree | undefined): boolean {
  const [styleA, styleB] = [a, b].map((style) => (style === undefined ? '0' : treeKey(style)));
  return styleA === styleB;
}

/** PostgreSQL reads a literal into its type and prints it back in a spelling of its own. */
function perhapsSameValue(a: Tree, b: Tree, type: string): boolean {
  if (a.kind !== 'string' || b.kind !== 'string' || a.value === b.value) return perhapsSame(a, b);
  if (/^jsonb?$/.test(type)) return a.value.replaceAll(/\s+/g, '') === b.value.replaceAll(/\s+/g, '');
  return /^(?:date|interval|time|timestamp)\b/.test(type) && perhapsSameMoment(a.value, b.value);
}

const isoMoment = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d+)?))?(Z|[+-]\d\d(?::\d\d)?)?$/;
const widestZone = 14 * 3_600_000;

/** A moment without a zone is in the zone of whoever wrote it. Other spellings (`yesterday`, `1 day`) are not judged. */
function perhapsSameMoment(a: string, b: string): boolean {
  const [x, y] = [a, b].map((value) => {
    const [, day, time = '00:00:00', zone = ''] = isoMoment.exec(value) ?? [];
    const offset = zone.length === 3 ? `${zone}:00` : zone;
    return { at: Date.parse(`${day}T${time}${offset || 'Z'}`), zoned: zone !== '' };
  });
  if (x === undefined || y === undefined || Number.isNaN(x.at) || Number.isNaN(y.at)) return true;
  return x.zoned === y.zoned ? x.at === y.at : Math.abs(x.at - y.at) <= widestZone;
}
