import type { ExpressionContext } from './expression-canonical.ts';
import type { Tree } from './expression-tree.ts';

/** Text for text; some of them also take bytea, or the bounds of a range. */
const textFunctions = new Set('lower upper btrim ltrim rtrim replace substring left right'.split(' '));
const conditions = new Set(
  'and or not in = <> < > <= >= ~~ ~~* ~ ~* @> <@ &&'
    .split(' ')
    .concat(
      ['null', 'not null', 'true', 'not true', 'false', 'not false', 'distinct', 'not distinct'].map(
        (is) => `is ${is}`,
      ),
    ),
);
const numbers = ['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision'];

/** The type that PostgreSQL gives to an expression, without length or precision; undefined where it is not known here. */
export function postgresType(tree: Tree, context: ExpressionContext): string | undefined {
  switch (tree.kind) {
    case 'string':
      return undefined;
    case 'number':
      return numberType(tree.value);
    case 'constant':
      return tree.value === 'true' || tree.value === 'false' ? 'boolean' : undefined;
    case 'name':
      return tree.parts.length === 1 ? context.columnType(tree.parts.join()) : undefined;
    case 'cast':
      return tree.type.replace(/\([\d,]*\)/, '');
    case 'call':
      return callType(tree.name, tree.args, context);
    case 'operation':
      return operationType(tree.operator, tree.args, context);
  }
}

function numberType(value: string): string {
  if (!/^-?\d+$/.test(value)) return 'numeric';
  const number = BigInt(value);
  if (BigInt.asIntN(32, number) === number) return 'integer';
  return BigInt.asIntN(64, number) === number ? 'bigint' : 'numeric';
}

function callType(name: string, args: readonly Tree[], context: ExpressionContext): string | undefined {
  if (name === 'concat' || name === 'concat_ws') return 'text';
  if (textFunctions.has(name)) {
    const [first] = args;
    const type = first && postgresType(first, context);
    return first?.kind === 'string' || type === 'text' || type === 'character varying' ? 'text' : undefined;
  }
  if (name === 'now') return 'timestamp with time zone';
  if (name === 'current_date') return 'date';
  if (name === 'extract') return 'numeric';
  if (name === 'length' || name === 'char_length' || name === 'position') return 'integer';
  return name === 'coalesce' || name === 'greatest' || name === 'least' ? common(args, context) : undefined;
}

function operationType(
  operator: string,
  args: readonly Tree[],
  context: ExpressionContext,
): string | undefined {
  if (conditions.has(operator)) return 'boolean';
  const [first] = args;
  switch (operator) {
    case '->>':
    case '#>>':
      return 'text';
    case 'negative':
    case 'collate':
      return first && postgresType(first, context);
    case 'case':
      return common(
        args.filter((_, i) => i % 2 === 1 || i === args.length - 1),
        context,
      );
    case '^': {
      const type = common(args, context);
      return type === 'numeric'
        ? type
        : type !== undefined && numbers.includes(type)
          ? 'double precision'
          : undefined;
    }
    case '+':
    case '-':
    case '*':
    case '/':
    case '%': {
      const type = common(args, context);
      return type !== undefined && numbers.includes(type) ? type : undefined;
    }
    default:
      return undefined;
  }
}

/** The type of all operands; of numbers, the widest. Strings and nulls take the type of the others. */
function common(args: readonly Tree[], context: ExpressionContext): string | undefined {
  const typed = args.filter(
    (arg) => arg.kind !== 'string' && !(arg.kind === 'constant' && arg.value === 'null'),
  );
  const types = new Set(typed.map((arg) => postgresType(arg, context)));
  const [only] = types;
  if (types.size <= 1) return only;
  const ranks = [...types].map((type) => numbers.indexOf(type ?? ''));
  if (ranks.includes(-1)) return undefined;
  return types.has('real') ? 'double precision' : numbers[Math.max(...ranks)];
}
