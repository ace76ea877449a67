import fc from 'fast-check';
import type { Dialect } from '../../src/schema/model.ts';

export const columns = ['a', 'b', 'c'] as const;
type ColumnName = (typeof columns)[number];

/** An expression that can be printed in several ways and computed. Columns are numbers, and may be null. */
export type Node =
  | { readonly op: 'column'; readonly name: ColumnName }
  | { readonly op: 'number'; readonly value: number }
  | {
      readonly op: '+' | '-' | '*' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'and' | 'or';
      readonly args: readonly [Node, Node];
    }
  | { readonly op: 'negative' | 'not' | 'is null'; readonly args: readonly [Node] }
  | { readonly op: 'in'; readonly args: readonly [Node, ...Node[]] }
  | { readonly op: 'between'; readonly args: readonly [Node, Node, Node] };

const column = fc.constantFrom(...columns).map((name): Node => ({ op: 'column', name }));
const number = fc.integer({ min: 0, max: 3 }).map((value): Node => ({ op: 'number', value }));

const trees = fc.letrec<{ value: Node; condition: Node }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'value' },
    column,
    number,
    fc.record({ op: fc.constantFrom('+', '-', '*'), args: fc.tuple(tie('value'), tie('value')) }),
    fc.record({ op: fc.constant('negative'), args: fc.tuple(tie('value')) }),
  ),
  condition: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'condition' },
    fc.record({
      op: fc.constantFrom('=', '<>', '<', '<=', '>', '>='),
      args: fc.tuple(tie('value'), tie('value')),
    }),
    fc.record({ op: fc.constantFrom('and', 'or'), args: fc.tuple(tie('condition'), tie('condition')) }),
    fc.record({ op: fc.constant('not'), args: fc.tuple(tie('condition')) }),
    fc.record({ op: fc.constant('is null'), args: fc.tuple(column) }),
    fc.record({ op: fc.constant('in'), args: fc.tuple(column, number, number, number) }),
    fc.record({ op: fc.constant('between'), args: fc.tuple(tie('value'), number, number) }),
  ),
}));

/** Conditions, as of a check. */
export const conditions = trees.condition;

/** The same tree with one thing changed: a literal, a column, an operator, or how operands are grouped. */
export function mutated(tree: Node, random: (below: number) => number): Node {
  const places = count(tree);
  return change(tree, random(places), random);
}

const childrenOf = (tree: Node): readonly Node[] => ('args' in tree ? tree.args : []);
const count = (tree: Node): number => childrenOf(tree).reduce((sum, child) => sum + count(child), 1);

function change(tree: Node, place: number, random: (below: number) => number): Node {
  if (place === 0) return changeHere(tree, random);
  let left = place - 1;
  const args = childrenOf(tree).map((child) => {
    const size = count(child);
    const here = left >= 0 && left < size;
    const changed = here ? change(child, left, random) : child;
    left -= size;
    return changed;
  });
  return Object.assign({}, tree, { args }) as Node;
}

const families = [
  ['+', '-', '*'],
  ['=', '<>', '<', '<=', '>', '>='],
  ['and', 'or'],
];

function changeHere(tree: Node, random: (below: number) => number): Node {
  switch (tree.op) {
    case 'column':
      return {
        op: 'column',
        name: columns[(columns.indexOf(tree.name) + 1 + random(2)) % 3] ?? 'a',
      };
    case 'number':
      return { op: 'number', value: tree.value + 1 + random(3) };
    case 'not':
    case 'negative':
      return tree.args[0];
    case 'is null':
      return { op: 'not', args: [tree] };
    case 'in':
      return { op: 'in', args: [tree.args[0], ...tree.args.slice(2)] };
    case 'between':
      return { op: 'between', args: [tree.args[0], tree.args[2], tree.args[1]] };
    default: {
      const [left, right] = tree.args;
      // (x op y) op z becomes x op (y op z).
      if (random(2) === 0 && 'args' in left && left.args.length === 2 && sameFamily(tree.op, left.op)) {
        const [x, y] = left.args as readonly [Node, Node];
        return { ...left, args: [x, { ...tree, args: [y, right] }] } as Node;
      }
      const others =
        families.find((family) => family.includes(tree.op))?.filter((op) => op !== tree.op) ?? [];
      return { ...tree, op: others[random(others.length)] } as Node;
    }
  }
}

const sameFamily = (a: string, b: string) =>
  families.some((family) => family.includes(a) && family.includes(b));

type Row = Readonly<Record<string, number | null>>;

/** The value in a row: null where it is not known. */
export function compute(tree: Node, row: Row): number | boolean | null {
  switch (tree.op) {
    case 'column':
      return row[tree.name] ?? null;
    case 'number':
      return tree.value;
    case 'is null':
      return compute(tree.args[0], row) === null;
    case 'and':
    case 'or': {
      const [x, y] = [compute(tree.args[0], row), compute(tree.args[1], row)];
      const decisive = tree.op === 'or';
      if (x === decisive || y === decisive) return decisive;
      return x === null || y === null ? null : !decisive;
    }
    case 'not': {
      const value = compute(tree.args[0], row);
      return value === null ? null : !value;
    }
    case 'in': {
      const [subject, ...values] = tree.args.map((arg) => compute(arg, row));
      return subject === null || subject === undefined ? null : values.includes(subject);
    }
    default: {
      const values = tree.args.map((arg) => compute(arg, row));
      const [x, y, z] = values;
      if (typeof x !== 'number' || values.slice(1).some((value) => typeof value !== 'number')) {
        return tree.op === 'between' ? between(x, y, z) : null;
      }
      return arithmetic(tree.op, x, Number(y), Number(z));
    }
  }
}

type Value = number | boolean | null | undefined;

function between(x: Value, low: Value, high: Value): boolean | null {
  if (typeof x !== 'number') return null;
  const above = typeof low === 'number' ? x >= low : null;
  const below = typeof high === 'number' ? x <= high : null;
  if (above === false || below === false) return false;
  return above === null || below === null ? null : true;
}

function arithmetic(op: string, x: number, y: number, z: number): number | boolean {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case 'negative':
      return 0 - x;
    case 'between':
      return x >= y && x <= z;
    case '=':
      return x === y;
    case '<>':
      return x !== y;
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    default:
      return x >= y;
  }
}

const powers: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  not: 3,
  '+': 5,
  '-': 5,
  '*': 6,
  negative: 7,
};
const powerOf = (op: string) => (op === 'column' || op === 'number' ? 9 : (powers[op] ?? 4));

/** As a person writes it: no parentheses but those that are needed. */
export function written(tree: Node, dialect: Dialect): string {
  const show = (child: Node, least: number) => {
    // A sign binds loosely on SQL Server, so it never stands beside an operator without parentheses here.
    const text = written(child, dialect);
    return powerOf(child.op) < least || child.op === 'negative' ? `(${text})` : text;
  };
  switch (tree.op) {
    case 'column':
      return tree.name;
    case 'number':
      return String(tree.value);
    case 'negative':
      return `-${show(tree.args[0], 9)}`;
    case 'not':
      return `NOT ${show(tree.args[0], 3)}`;
    case 'is null':
      return `${show(tree.args[0], 5)} IS NULL`;
    case 'in': {
      const [subject, ...values] = tree.args;
      return `${show(subject, 5)} IN (${values.map((value) => written(value, dialect)).join(', ')})`;
    }
    case 'between':
      return `${show(tree.args[0], 5)} BETWEEN ${show(tree.args[1], 5)} AND ${show(tree.args[2], 5)}`;
    default: {
      const own = powerOf(tree.op);
      const chained = tree.op === 'and' || tree.op === 'or' || own > 4;
      return `${show(tree.args[0], chained ? own : own + 1)} ${tree.op.toUpperCase()} ${show(tree.args[1], own + 1)}`;
    }
  }
}

/** As the server stores it, with parentheses around everything. */
export function stored(tree: Node, dialect: Dialect): string {
  const show = (child: Node) => stored(child, dialect);
  switch (tree.op) {
    case 'column':
      return dialect === 'mssql' ? `[${tree.name}]` : tree.name;
    case 'number':
      return dialect === 'mssql' ? `(${tree.value})` : String(tree.value);
    case 'negative':
      return dialect === 'mssql' ? `( -${show(tree.args[0])})` : `(- ${show(tree.args[0])})`;
    case 'not':
      return `(NOT ${show(tree.args[0])})`;
    case 'is null':
      return `(${show(tree.args[0])} IS NULL)`;
    case 'in': {
      const [subject, ...values] = tree.args;
      if (dialect === 'postgres') return `(${show(subject)} = ANY (ARRAY[${values.map(show).join(', ')}]))`;
      return `(${values
        .map((value) => `${show(subject)}=${show(value)}`)
        .toReversed()
        .join(' OR ')})`;
    }
    case 'between':
      return `((${show(tree.args[0])} >= ${show(tree.args[1])}) AND (${show(tree.args[0])} <= ${show(tree.args[2])}))`;
    default:
      return `(${show(tree.args[0])} ${tree.op.toUpperCase()} ${show(tree.args[1])})`;
  }
}
