import { withoutMssqlCasts } from './expression-mssql.ts';
import { withoutServerCasts } from './expression-postgres.ts';
import { isOperation, mapChildren, numeral, operation, type Tree, treeKey } from './expression-tree.ts';
import type { Dialect } from './model.ts';

/** What must be known about a table to read its expressions as the server does. */
export interface ExpressionContext {
  readonly dialect: Dialect;
  /** Whether names that differ only in case are two names. */
  readonly caseSensitive: boolean;
  /** Type of a column without length or precision, under its canonical name. */
  readonly columnType: (name: string) => string | undefined;
}

/**
 * The one tree for all spellings of an expression that the server does not tell apart. Every step keeps the value for
 * every row, null and unknown included.
 */
export function canonicalTree(tree: Tree, context: ExpressionContext): Tree {
  const read = mapChildren(tree, (child) => canonicalTree(child, context));
  const plain =
    context.dialect === 'postgres' ? withoutServerCasts(read, context) : withoutMssqlCasts(read, context);
  return plain.kind === 'operation' ? canonicalOperation(plain.operator, plain.args) : plain;
}

const opposites: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  'is distinct': 'is not distinct',
  'is not distinct': 'is distinct',
};

function canonicalOperation(operator: string, args: readonly Tree[]): Tree {
  const [first, second] = args;
  switch (operator) {
    case 'and':
    case 'or':
      return junction(operator, args);
    case 'not':
      return first === undefined ? operation(operator, args) : negation(first);
    case 'in':
      return first === undefined ? operation(operator, args) : membership(first, args.slice(1));
    case '= any':
    case '<> all': {
      if (
        first === undefined ||
        second === undefined ||
        !isOperation(second, 'array') ||
        second.args.length === 0
      ) {
        return operation(operator, args);
      }
      const found = membership(first, second.args);
      return operator === '= any' ? found : negation(found);
    }
    case '=':
    case '<>':
      return rowComparison(operator, args) ?? truth(operator, args) ?? operation(operator, args);
    case 'negative':
      return first === undefined ? operation(operator, args) : negative(first);
    default:
      return operation(operator, args);
  }
}

/** (a, b) = (c, d) is a = c AND b = d, and is stored so. */
function rowComparison(operator: '=' | '<>', [left, right]: readonly Tree[]): Tree | undefined {
  if (left === undefined || right === undefined || !isOperation(left, 'row') || !isOperation(right, 'row')) {
    return undefined;
  }
  if (left.args.length !== right.args.length) return undefined;
  const pairs = left.args.map((arg, i) => operation(operator, [arg, right.args[i] ?? arg]));
  return junction(operator === '=' ? 'and' : 'or', pairs);
}

/** c = false is NOT c, and c = true is c: only a boolean can be compared with these, and null stays null. */
function truth(operator: '=' | '<>', args: readonly Tree[]): Tree | undefined {
  const known = args.find((arg) => arg.kind === 'constant' && arg.value !== 'null');
  const other = args.find((arg) => arg !== known);
  if (known?.kind !== 'constant' || other === undefined || !/^(?:true|false)$/.test(known.value))
    return undefined;
  return (known.value === 'true') === (operator === '=') ? other : negation(other);
}

/** `c = 'x'` for one value, otherwise `c IN (…)` with each value once, sorted. */
function membership(subject: Tree, values: readonly Tree[]): Tree {
  const distinct = sorted(values);
  return operation(distinct.length === 1 ? '=' : 'in', [subject, ...distinct]);
}

function negation(tree: Tree): Tree {
  if (tree.kind !== 'operation') return operation('not', [tree]);
  const opposite = opposites[tree.operator];
  if (opposite !== undefined) return operation(opposite, tree.args);
  switch (tree.operator) {
    case 'and':
    case 'or':
      return junction(tree.operator === 'and' ? 'or' : 'and', tree.args.map(negation));
    case 'not':
      return tree.args[0] ?? tree;
    default:
      return operation('not', [tree]);
  }
}

/** Flat, sorted and each operand once; a chain of equalities on one subject is IN, one of inequalities is NOT IN. */
function junction(operator: 'and' | 'or', args: readonly Tree[]): Tree {
  const flat = args.flatMap((arg) => (isOperation(arg, operator) ? arg.args : [arg]));
  const values = new Map<string, { subject: Tree; values: Tree[] }>();
  const others: Tree[] = [];
  for (const arg of flat) {
    const list = operator === 'or' ? listOf(arg, '=') : listOf(negation(arg), '=');
    if (list === undefined) {
      others.push(arg);
      continue;
    }
    const key = treeKey(list.subject);
    const known = values.get(key);
    if (known === undefined) values.set(key, { ...list, values: [...list.values] });
    else known.values.push(...list.values);
  }
  for (const list of values.values()) {
    const found = membership(list.subject, list.values);
    others.push(operator === 'or' ? found : negation(found));
  }
  const operands = sorted(others);
  const [only] = operands;
  return operands.length === 1 && only !== undefined ? only : operation(operator, operands);
}

function listOf(tree: Tree, equality: string): { subject: Tree; values: readonly Tree[] } | undefined {
  if (!isOperation(tree, equality, 'in')) return undefined;
  const [subject, ...values] = tree.args;
  return subject === undefined || !values.every(isValue) ? undefined : { subject, values };
}

/** Whether a tree is a value written out, so that the other side of an equality is what is asked about. */
function isValue(tree: Tree): boolean {
  if (tree.kind === 'cast') return isValue(tree.value);
  return tree.kind === 'string' || tree.kind === 'number' || tree.kind === 'constant';
}

/** The sign goes to the leftmost factor: -(a * b), -(a / b) and -(a % b) are (-a) * b and so on. */
function negative(tree: Tree): Tree {
  if (tree.kind === 'number') {
    return numeral(tree.value.startsWith('-') ? tree.value.slice(1) : `-${tree.value}`);
  }
  const [first, ...rest] = tree.kind === 'operation' ? tree.args : [];
  if (first !== undefined && isOperation(tree, '*', '/', '%')) {
    return operation(tree.operator, [negative(first), ...rest]);
  }
  return operation('negative', [tree]);
}

/**
 * By what is left without casts first, so that operands which differ only in a cast stand at the same place on both
 * sides.
 */
function sorted(trees: readonly Tree[]): Tree[] {
  const keyed = new Map(trees.map((tree) => [treeKey(tree), { tree, bare: treeKey(withoutCasts(tree)) }]));
  return [...keyed]
    .toSorted(([a, { bare: bareA }], [b, { bare: bareB }]) => compareText(bareA, bareB) || compareText(a, b))
    .map(([, { tree }]) => tree);
}

function withoutCasts(tree: Tree): Tree {
  if (tree.kind === 'cast') return withoutCasts(tree.value);
  return tree.kind === 'string' ? { ...tree, national: false } : mapChildren(tree, withoutCasts);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
