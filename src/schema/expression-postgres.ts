import type { ExpressionContext } from './expression-canonical.ts';
import { postgresType } from './expression-postgres-type.ts';
import { type Cast, cast, isOperation, numeral, type Text, type Tree } from './expression-tree.ts';

// PostgreSQL stores a parsed expression, in which every implicit conversion has become a cast, and prints it from
// there: https://www.postgresql.org/docs/current/functions-info.html (pg_get_expr). What follows takes a cast away
// where the server would put it back.

/** Wider types come later; a narrower operand is converted to the wider one. */
const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];

/** Operators that convert one operand to the type of the other, IN and its kin included. */
const symmetric = new Set(
  '= <> < > <= >= + - * / % in array || && @> <@ case coalesce greatest least nullif'
    .concat(' is_distinct is_not_distinct')
    .split(' ')
    .map((operator) => operator.replaceAll('_', ' ')),
);

/** The tree, whose children have been through this, without the casts that PostgreSQL adds by itself. */
export function withoutServerCasts(tree: Tree, context: ExpressionContext): Tree {
  switch (tree.kind) {
    case 'cast':
      return withoutNeedlessCast(tree, context);
    case 'call':
      return symmetric.has(tree.name) ? { ...tree, args: settled(tree.args, context) } : tree;
    case 'operation':
      return withoutOperandCasts(tree, context);
    default:
      return tree;
  }
}

function withoutNeedlessCast(tree: Cast, context: ExpressionContext): Tree {
  const { type, value } = tree;
  const textual = type === 'text' || type === 'character varying';
  if (value.kind === 'string') return textual ? value : (numberIn(value.value, type) ?? tree);
  const from = postgresType(value, context);
  if (from === type) return value;
  if (textual && (from === 'text' || from === 'character varying')) return value;
  if (isOperation(value, 'array') && (type === 'text[]' || type === 'character varying[]')) {
    const texts = value.args.every((arg) => arg.kind === 'string' || isText(postgresType(arg, context)));
    return texts ? value : tree;
  }
  return tree;
}

const isText = (type: string | undefined) => type === 'text' || type === 'character varying';

const smallest = -(2n ** 31n);
const largest = 2n ** 31n - 1n;

/** A negative or large number comes back in quotes with the type that it has by itself: '-1'::integer. */
function numberIn(value: string, type: string): Tree | undefined {
  if (/^-?(?:0|[1-9]\d*)$/.test(value)) {
    const number = BigInt(value);
    const small = number >= smallest && number <= largest;
    const natural = small ? 'integer' : BigInt.asIntN(64, number) === number ? 'bigint' : 'numeric';
    return type === natural ? numeral(value) : undefined;
  }
  return type === 'numeric' && /^-?(?:0|[1-9]\d*)\.\d+$/.test(value) ? numeral(value) : undefined;
}

function withoutOperandCasts(tree: Extract<Tree, { kind: 'operation' }>, context: ExpressionContext): Tree {
  const { operator, args } = tree;
  if (operator === 'case') {
    // Conditions and values by turns; only the values have a type in common.
    const values = settled(
      args.filter((_, i) => isCaseValue(i, args.length)),
      context,
    ).values();
    return {
      ...tree,
      args: args.map((arg, i) => (isCaseValue(i, args.length) ? (values.next().value ?? arg) : arg)),
    };
  }
  if (operator === '= any' || operator === '<> all') {
    const [subject, array] = args;
    if (subject === undefined || array === undefined || !isOperation(array, 'array')) return tree;
    const [plain, ...items] = settled([subject, ...array.args], context);
    return plain === undefined ? tree : { ...tree, args: [plain, { ...array, args: items }] };
  }
  if (operator === '^') return { ...tree, args: settled(powerOfIntegers(args, context), context) };
  return symmetric.has(operator) ? { ...tree, args: settled(args, context) } : tree;
}

const isCaseValue = (index: number, length: number) => index % 2 === 1 || index === length - 1;

/**
 * Operands that the server converts to one type: casts to the type that another operand has anyway are taken away, and a
 * literal in quotes is read as a value of that type.
 */
function settled(args: readonly Tree[], context: ExpressionContext): Tree[] {
  return args.map((arg, i) => {
    const others = args.filter((_, j) => j !== i);
    if (arg.kind === 'string') return literalAs(arg, others, context);
    if (arg.kind !== 'cast') return arg;
    return others.some((other) => reaches(other, arg, context))
      ? (valueWithoutCast(arg, context) ?? arg)
      : arg;
  });
}

function ownType(tree: Tree, context: ExpressionContext): string | undefined {
  return postgresType(tree.kind === 'cast' && tree.value.kind !== 'string' ? tree.value : tree, context);
}

function literalAs(arg: Text, others: readonly Tree[], context: ExpressionContext): Tree {
  const types = new Set(others.map((other) => ownType(other, context)));
  const [type] = types;
  return types.size === 1 && type !== undefined ? literalOf(arg, type) : arg;
}

function reaches(other: Tree, { type, value }: Cast, context: ExpressionContext): boolean {
  const has = ownType(other, context);
  // Beside a real, anything but a real is converted to double precision, and so is the real.
  if (has === 'real') return type === 'double precision' && postgresType(value, context) !== 'real';
  return has === type || (has === 'character' && type === 'bpchar');
}

/** n ^ 2 of integers is computed, and stored, in double precision. */
function powerOfIntegers(args: readonly Tree[], context: ExpressionContext): readonly Tree[] {
  const plain = args.map((arg) => (arg.kind === 'cast' && arg.type === 'double precision' ? arg.value : arg));
  return plain.every((arg) => integers.includes(postgresType(arg, context) ?? '')) ? plain : args;
}

const integers = ['smallint', 'integer', 'bigint'];

/** Types whose values PostgreSQL prints in a spelling of its own: their literals keep the type, to be compared by it. */
const respelled = /^(?:date|interval|jsonb?|time|timestamp)\b/;

/** A literal in quotes where the type is known: a number for a number, and for what is respelled with its type. */
export function literalOf(literal: Text, type: string): Tree {
  if (numbers.includes(type) && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(literal.value))
    return numeral(literal.value);
  return respelled.test(type) ? cast(type, literal) : literal;
}

/** What is left of a cast that the neighbours make needless; undefined where it converts what the server would not. */
export function valueWithoutCast({ type, value }: Cast, context: ExpressionContext): Tree | undefined {
  if (value.kind === 'constant') return value.value === 'null' ? value : undefined;
  if (value.kind === 'string') return literalOf(value, type);
  const from = postgresType(value, context);
  return from !== undefined && numbers.includes(from) && numbers.indexOf(from) < numbers.indexOf(type)
    ? value
    : undefined;
}
