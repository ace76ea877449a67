import { type Cursor, nextIsKeyword, peek, readList, takeKeywords, takeSymbol } from './expression-cursor.ts';
import { readOperand } from './expression-operand.ts';
import { tokenize } from './expression-token.ts';
import { call, cast, isDeeper, isOperation, operation, type Tree } from './expression-tree.ts';
import { readType } from './expression-type.ts';
import type { Dialect } from './model.ts';

/** How tightly operators bind; all of one number are read from left to right. */
interface Powers {
  readonly is: number;
  readonly comparison: number;
  /** IN, LIKE, BETWEEN. */
  readonly membership: number;
  readonly additive: number;
  readonly multiplicative: number;
  readonly zone: number;
  readonly collate: number;
  /** The operand of a sign. */
  readonly sign: number;
}

const or = 1;
const and = 2;
const not = 3;
/** Operators of PostgreSQL that have no place of their own: || -> ~ @> … */
const anyOperator = 7;

const powers: Readonly<Record<Dialect, Powers>> = {
  // A sign binds as loosely as a sum: -a * b is -(a * b).
  // https://learn.microsoft.com/en-us/sql/t-sql/language-elements/operator-precedence-transact-sql
  mssql: {
    is: 4,
    comparison: 4,
    membership: 4,
    additive: 8,
    multiplicative: 9,
    zone: 11,
    collate: 12,
    sign: 9,
  },
  // https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE
  postgres: {
    is: 4,
    comparison: 5,
    membership: 6,
    additive: 8,
    multiplicative: 9,
    zone: 11,
    collate: 12,
    sign: 13,
  },
};
const exponent = 10;
const bitwiseNot = 13;
const subscript = 14;
const typeCast = 15;

const comparisons = new Set(['=', '<>', '<', '>', '<=', '>=']);
const spellings: Readonly<Record<string, string>> = { '!=': '<>', '!<': '>=', '!>': '<=' };

/** So many expressions may stand inside each other: what reads them calls itself for each, and the stack of calls has an end. */
const deepest = 250;

/** Reads one scalar expression; undefined where it is none, is too deep, or holds what this parser does not know. */
export function parseExpression(sql: string, dialect: Dialect): Tree | undefined {
  const tokens = tokenize(sql, dialect);
  if (tokens === undefined) return undefined;
  const cursor: Cursor = { dialect, tokens, position: 0, depth: 0, expression: readExpression };
  const tree = readExpression(cursor, 0);
  return cursor.position === tokens.length && tree !== undefined && !isDeeper(tree, deepest)
    ? tree
    : undefined;
}

function readExpression(cursor: Cursor, power: number): Tree | undefined {
  if (cursor.depth >= deepest) return undefined;
  const depth = cursor.depth;
  cursor.depth += 1;
  const tree = readOperators(cursor, power);
  cursor.depth = depth;
  return tree;
}

function readOperators(cursor: Cursor, power: number): Tree | undefined {
  let left = readPrefix(cursor);
  while (left !== undefined) {
    const start = cursor.position;
    const longer = readKeywordOperator(cursor, left, power) ?? readSymbolOperator(cursor, left, power);
    if (longer === 'none') return left;
    left = longer === 'failed' ? undefined : longer;
    if (cursor.position === start) return undefined;
  }
  return undefined;
}

function readPrefix(cursor: Cursor): Tree | undefined {
  const { sign } = powers[cursor.dialect];
  if (takeKeywords(cursor, 'not')) return prefixed('not', cursor.expression(cursor, not));
  const token = peek(cursor);
  if (token?.kind !== 'symbol' || token.text === '(') return readOperand(cursor);
  cursor.position += 1;
  if (token.text === '+') return cursor.expression(cursor, sign);
  if (token.text === '-') return prefixed('negative', cursor.expression(cursor, sign));
  if (cursor.dialect === 'mssql')
    return token.text === '~' ? prefixed('~', cursor.expression(cursor, bitwiseNot)) : undefined;
  return /^[~!@#%^&|`?*/<>=+-]+$/.test(token.text) && !comparisons.has(token.text)
    ? prefixed(token.text, cursor.expression(cursor, anyOperator + 1))
    : undefined;
}

const prefixed = (operator: string, operand: Tree | undefined) =>
  operand === undefined ? undefined : operation(operator, [operand]);

type Longer = Tree | 'failed' | 'none';

const binary = (operator: string, left: Tree, right: Tree | undefined): Longer =>
  right === undefined ? 'failed' : operation(operator, [left, right]);

/** Operators written as words; undefined where the next token is not one of them. */
function readKeywordOperator(cursor: Cursor, left: Tree, power: number): Longer | undefined {
  const keyword = peek(cursor)?.keyword;
  if (keyword === undefined) return undefined;
  const { is, membership, zone, collate } = powers[cursor.dialect];
  switch (keyword) {
    case 'or':
    case 'and': {
      const own = keyword === 'or' ? or : and;
      if (own < power) return 'none';
      // A list of allowed values is a chain of thousands on SQL Server: one node, not as many inside each other.
      const args = [left];
      while (takeKeywords(cursor, keyword)) {
        const next = cursor.expression(cursor, own + 1);
        if (next === undefined) return 'failed';
        args.push(next);
      }
      return operation(keyword, args);
    }
    case 'is':
      return is < power ? 'none' : readIs(cursor, left);
    case 'isnull':
    case 'notnull':
      if (is < power) return 'none';
      cursor.position += 1;
      return operation(keyword === 'isnull' ? 'is null' : 'is not null', [left]);
    case 'collate': {
      if (collate < power) return 'none';
      const name = peek(cursor, 1);
      cursor.position += 2;
      if (name?.kind !== 'word' && name?.kind !== 'quoted') return 'failed';
      const collation = cursor.dialect === 'mssql' ? name.text.toLowerCase() : name.text;
      return operation('collate', [left, { kind: 'name', parts: [collation] }]);
    }
    case 'at': {
      if (zone < power) return 'none';
      if (!takeKeywords(cursor, 'at', 'time', 'zone')) return 'failed';
      const value = cursor.expression(cursor, zone + 1);
      if (value === undefined) return 'failed';
      // PostgreSQL has a function for it, and shows one or the other by version.
      return cursor.dialect === 'postgres'
        ? call('timezone', [value, left])
        : operation('at time zone', [left, value]);
    }
    case 'not':
    case 'in':
    case 'between':
    case 'like':
    case 'ilike':
      return membership < power ? 'none' : readMembership(cursor, left, membership + 1);
    default:
      return 'none';
  }
}

function readIs(cursor: Cursor, left: Tree): Longer {
  takeKeywords(cursor, 'is');
  const negated = takeKeywords(cursor, 'not');
  for (const word of ['null', 'true', 'false', 'unknown']) {
    if (takeKeywords(cursor, word)) return operation(`is ${negated ? 'not ' : ''}${word}`, [left]);
  }
  if (!takeKeywords(cursor, 'distinct', 'from')) return 'failed';
  const right = cursor.expression(cursor, powers[cursor.dialect].is + 1);
  return binary(`is ${negated ? 'not ' : ''}distinct`, left, right);
}

function readMembership(cursor: Cursor, left: Tree, power: number): Longer {
  const negated = takeKeywords(cursor, 'not');
  const found = readPositiveMembership(cursor, left, power);
  return found === 'failed' || found === 'none' || !negated ? found : operation('not', [found]);
}

function readPositiveMembership(cursor: Cursor, left: Tree, power: number): Longer {
  if (takeKeywords(cursor, 'in')) {
    const list = takeSymbol(cursor, '(') ? readList(cursor, ')') : undefined;
    return list === undefined || list.length === 0 ? 'failed' : operation('in', [left, ...list]);
  }
  if (takeKeywords(cursor, 'between')) {
    const low = cursor.expression(cursor, power);
    const high = low && takeKeywords(cursor, 'and') ? cursor.expression(cursor, power) : undefined;
    if (low === undefined || high === undefined) return 'failed';
    return operation('and', [operation('>=', [left, low]), operation('<=', [left, high])]);
  }
  const like = nextIsKeyword(cursor, 'ilike') ? '~~*' : '~~';
  if (!takeKeywords(cursor, 'like') && !takeKeywords(cursor, 'ilike')) return 'failed';
  const pattern = cursor.expression(cursor, power);
  if (pattern === undefined || !takeKeywords(cursor, 'escape')) return binary(like, left, pattern);
  const escaping = cursor.expression(cursor, power);
  return escaping === undefined
    ? 'failed'
    : operation(like, [left, call('like_escape', [pattern, escaping])]);
}

function symbolPower(symbol: string, dialect: Dialect): number | undefined {
  const { comparison, additive, multiplicative } = powers[dialect];
  if (comparisons.has(symbol)) return comparison;
  if (symbol === '+' || symbol === '-') return additive;
  if (symbol === '*' || symbol === '/' || symbol === '%') return multiplicative;
  if (dialect === 'mssql') return ['&', '|', '^'].includes(symbol) ? additive : undefined;
  if (symbol === '^') return exponent;
  if (symbol === '::') return typeCast;
  if (symbol === '[') return subscript;
  return /^[(),.\]]$/.test(symbol) ? undefined : anyOperator;
}

function readSymbolOperator(cursor: Cursor, left: Tree, power: number): Longer {
  const token = peek(cursor);
  if (token?.kind !== 'symbol') return 'none';
  const symbol = spellings[token.text] ?? token.text;
  const own = symbolPower(symbol, cursor.dialect);
  if (own === undefined || own < power) return 'none';
  cursor.position += 1;
  if (own === typeCast) {
    const type = readType(cursor);
    return type === undefined ? 'failed' : cast(type, left);
  }
  if (own === subscript) {
    const index = cursor.expression(cursor, 0);
    return takeSymbol(cursor, ']') ? binary('subscript', left, index) : 'failed';
  }
  for (const quantifier of ['any', 'some', 'all']) {
    if (takeKeywords(cursor, quantifier)) return readQuantified(cursor, symbol, left, quantifier === 'all');
  }
  const right = cursor.expression(cursor, own + 1);
  // LIKE and its kind are stored as operators, with the negation in the operator's name.
  if (cursor.dialect === 'postgres' && (symbol === '!~~' || symbol === '!~~*')) {
    const like = binary(symbol.slice(1), left, right);
    return typeof like === 'string' ? like : operation('not', [like]);
  }
  return binary(symbol, left, right);
}

/** `= ANY (array)` and `<> ALL (array)` are IN and NOT IN once the array is spelled out. */
function readQuantified(cursor: Cursor, symbol: string, left: Tree, all: boolean): Longer {
  if (!takeSymbol(cursor, '(')) return 'failed';
  const array = cursor.expression(cursor, 0);
  if (array === undefined || !takeSymbol(cursor, ')')) return 'failed';
  const quantified = operation(`${symbol} ${all ? 'all' : 'any'}`, [left, array]);
  return isOperation(array, 'row') ? 'failed' : quantified;
}
