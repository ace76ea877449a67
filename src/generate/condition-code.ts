import type { ExpressionContext } from '../schema/expression-canonical.ts';
import { expressionAsWritten } from '../schema/expression-read.ts';
import { isOperation, type Tree } from '../schema/expression-tree.ts';
import type { Place } from './place.ts';
import { engineObject, list, object, otherDialect, type RenderContext } from './render-context.ts';
import { quoted } from './source-text.ts';

/** A condition as `quodsi-db/ddl` takes it. */
export interface ConditionCode {
  readonly code: string;
  /** For a single list of strings: what Knex's `checkIn` says beside the column. */
  readonly list?: { readonly column: string; readonly values: readonly string[] };
}

/**
 * A check or filter as code for both engines: `{ is_deleted: false }` where it can be said so, otherwise the text, one for each
 * engine where they differ.
 */
export function conditionCode(
  context: RenderContext,
  place: Place,
  role: string,
  text: string,
): ConditionCode {
  const { dialect, twins } = context;
  const twin = twins(role, text);
  const own = portableCondition(text, context.expressions(place, dialect), context);
  const other =
    twin === undefined
      ? own
      : portableCondition(twin, context.expressions(place, otherDialect(dialect)), context);
  if (own !== undefined && other !== undefined && own.code === other.code) {
    return own.helper === undefined ? own : { ...own, code: `${context.helper(own.helper)}${own.code}` };
  }
  if (twin === undefined) context.noteOneEngine();
  if (twin === undefined || twin === text) return { code: quoted(text) };
  const texts = engineObject(dialect, quoted(text), quoted(twin));
  return { code: `${context.helper('perEngine')}(knex, ${texts})` };
}

interface PortableCondition extends ConditionCode {
  /** Helper that the code is the argument list of. */
  readonly helper?: string;
}

function portableCondition(
  sql: string,
  expressions: ExpressionContext,
  _context: RenderContext,
): PortableCondition | undefined {
  const tree = expressionAsWritten({ sql, context: expressions });
  if (tree === undefined) return undefined;
  const json = jsonColumn(tree);
  if (json !== undefined) return { helper: 'jsonCheck', code: `(knex, ${quoted(json)})` };
  const terms: Term[] = [];
  for (const part of flattened(tree, 'and')) {
    const term = termOf(part, expressions);
    if (term === undefined) return undefined;
    terms.push(term);
  }
  return combined(terms);
}

type Comparison = 'is' | 'list' | 'not' | 'gt' | 'gte' | 'lt' | 'lte';

interface Term {
  readonly column: string;
  readonly comparison: Comparison;
  readonly code: string;
  readonly strings?: readonly string[];
}

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': 'is',
  '<>': 'not',
  '>': 'gt',
  '>=': 'gte',
  '<': 'lt',
  '<=': 'lte',
};

function termOf(tree: Tree, context: ExpressionContext): Term | undefined {
  if (tree.kind !== 'operation') return undefined;
  const [first, second, ...more] = tree.args;
  if (tree.operator === 'or') return listTerm(flattened(tree, 'or'), context);
  const column = columnOf(first);
  if (column === undefined) return undefined;
  if (tree.operator === 'is null' && second === undefined) return { column, comparison: 'is', code: 'null' };
  if (tree.operator === 'is not null' && second === undefined) {
    return { column, comparison: 'not', code: 'null' };
  }
  if (second === undefined) return undefined;
  if (tree.operator === 'in') return valuesTerm(column, [second, ...more], context);
  if (tree.operator === '= any' && isOperation(second, 'array')) {
    return valuesTerm(column, second.args, context);
  }
  const comparison = comparisons[tree.operator];
  const code = comparison === undefined ? undefined : valueCode(second, column, context);
  return comparison === undefined || code === undefined || more.length > 0
    ? undefined
    : { column, comparison, code };
}

/** SQL Server stores `c IN ('a', 'b')` of a check as `c = 'b' OR c = 'a'`. */
function listTerm(options: readonly Tree[], context: ExpressionContext): Term | undefined {
  if (context.dialect !== 'mssql') return undefined;
  const terms = options.map((option) => termOf(option, context)).toReversed();
  const [first] = terms;
  if (first === undefined) return undefined;
  const same = terms.every(
    (term) =>
      term !== undefined && term.column === first.column && term.comparison === 'is' && term.code !== 'null',
  );
  if (!same) return undefined;
  const values = options
    .toReversed()
    .map((option) => (isOperation(option, '=') ? option.args[1] : undefined));
  return valuesTerm(
    first.column,
    values.filter((value) => value !== undefined),
    context,
  );
}

function valuesTerm(column: string, values: readonly Tree[], context: ExpressionContext): Term | undefined {
  const codes = values.map((value) => valueCode(value, column, context));
  if (codes.length === 0 || codes.includes(undefined)) return undefined;
  const strings = values.flatMap((value) => (value.kind === 'string' ? [value.value] : []));
  return {
    column,
    comparison: 'list',
    code: list(codes.filter((code) => code !== undefined)),
    ...(strings.length === values.length ? { strings } : {}),
  };
}

function columnOf(tree: Tree | undefined): string | undefined {
  if (tree?.kind !== 'name' || tree.parts.length !== 1) return undefined;
  const name = tree.parts.join();
  // JavaScript puts a member that looks like a number before the others.
  return /^\d+$|^__proto__$/.test(name) ? undefined : name;
}

/** A value whose SQL, as `quodsi-db/ddl` writes it, is what the tree was read from. */
export function valueCode(tree: Tree, column: string, context: ExpressionContext): string | undefined {
  const type = context.columnType(column);
  switch (tree.kind) {
    case 'string': {
      const isAscii = !/\P{ASCII}/u.test(tree.value);
      return context.dialect === 'mssql' && tree.national === isAscii ? undefined : quoted(tree.value);
    }
    case 'number':
      if (type === 'bit' && context.dialect === 'mssql') {
        return tree.value === '0' ? 'false' : tree.value === '1' ? 'true' : undefined;
      }
      return String(Number(tree.value)) === tree.value ? tree.value : undefined;
    case 'constant':
      return tree.value === 'true' || tree.value === 'false' ? tree.value : undefined;
    default:
      return undefined;
  }
}

/** The object whose terms, as `quodsi-db/ddl` writes them, come in the same order; undefined where there is none. */
function combined(terms: readonly Term[]): PortableCondition | undefined {
  const columns = [...new Set(terms.map(({ column }) => column))];
  const members: Record<string, string> = {};
  const written: Term[] = [];
  const order: readonly Comparison[] = ['not', 'gt', 'gte', 'lt', 'lte'];
  for (const column of columns) {
    const own = terms.filter((term) => term.column === column);
    const [first] = own;
    if (first === undefined) continue;
    if (own.length === 1 && (first.comparison === 'is' || first.comparison === 'list')) {
      members[column] = first.code;
      written.push(first);
      continue;
    }
    const parts: Record<string, string> = {};
    for (const comparison of order) {
      const found = own.filter((term) => term.comparison === comparison);
      const codes = found.map(({ code }) => code);
      if (codes.length > 1 && (comparison !== 'not' || codes.includes('null'))) return undefined;
      if (codes[0] !== undefined) parts[comparison] = codes.length === 1 ? codes[0] : list(codes);
      written.push(...found);
    }
    members[column] = object(parts);
  }
  const same = written.length === terms.length && written.every((term, i) => term === terms[i]);
  if (!same) return undefined;
  const [only] = terms;
  return {
    code: object(members),
    ...(terms.length === 1 && only?.strings !== undefined
      ? { list: { column: only.column, values: only.strings } }
      : {}),
  };
}

function flattened(tree: Tree, operator: 'and' | 'or'): Tree[] {
  return isOperation(tree, operator) ? tree.args.flatMap((arg) => flattened(arg, operator)) : [tree];
}

/** The column of a check that `jsonCheck` makes. */
function jsonColumn(tree: Tree): string | undefined {
  if (tree.kind !== 'operation') return undefined;
  const [first, second, ...more] = tree.args;
  if (first?.kind !== 'call' || second === undefined) return undefined;
  if (first.name === 'isjson') {
    const isOne = second.kind === 'number' && second.value === '1';
    return isOperation(tree, '=') && isOne && first.args.length === 1 ? columnOf(first.args[0]) : undefined;
  }
  const [converted] = first.args;
  if (first.name !== 'json_typeof' || converted?.kind !== 'cast' || converted.type !== 'json')
    return undefined;
  const values = isOperation(tree, 'in')
    ? [second, ...more]
    : isOperation(tree, '= any') && isOperation(second, 'array')
      ? second.args
      : [];
  const kinds = values.map((value) => (value.kind === 'string' ? value.value : ''));
  return kinds.join() === 'object,array' ? columnOf(converted.value) : undefined;
}
