import { canonicalTree, type ExpressionContext } from './expression-canonical.ts';
import { withoutMssqlCasts } from './expression-mssql.ts';
import { parseExpression } from './expression-parse.ts';
import { literalOf, valueWithoutCast, withoutServerCasts } from './expression-postgres.ts';
import { mapChildren, type Tree, treeKey } from './expression-tree.ts';

/** An expression where it stands. */
export interface PlacedExpression {
  readonly sql: string;
  readonly context: ExpressionContext;
  /** For the default of a column, the type of the column in full: `nvarchar(20)`. */
  readonly defaultOf?: string;
}

export interface ReadExpression {
  /** Undefined where the expression cannot be read. */
  readonly tree: Tree | undefined;
  readonly key: string | undefined;
}

interface Remembered extends ReadExpression {
  /** The types of columns that the reading depended on. */
  readonly asked: ReadonlyMap<string, string | undefined>;
}

/** The tables of a database have the same few defaults, filters and checks over and over. */
const remembered = new Map<string, Remembered>();
const capacity = 10_000;

/** Reads an expression into its canonical tree. */
export function readExpression({ sql, context, defaultOf }: PlacedExpression): ReadExpression {
  const place = `${context.dialect} ${context.caseSensitive} ${defaultOf ?? ''}\0${sql}`;
  const known = remembered.get(place);
  if (known !== undefined && holds(known, context)) return known;
  const asked = new Map<string, string | undefined>();
  const columnType = (name: string) => {
    const type = context.columnType(name);
    asked.set(name, type);
    return type;
  };
  const tree = read(sql, { ...context, columnType }, defaultOf);
  const entry = { tree, key: tree && treeKey(tree), asked };
  if (remembered.size >= capacity) remembered.clear();
  remembered.set(place, entry);
  return entry;
}

function holds({ asked }: Remembered, context: ExpressionContext): boolean {
  for (const [name, type] of asked) {
    if (context.columnType(name) !== type) return false;
  }
  return true;
}

function read(sql: string, context: ExpressionContext, defaultOf: string | undefined): Tree | undefined {
  const parsed = parseExpression(sql, context.dialect);
  if (parsed === undefined) return undefined;
  const tree = canonicalTree(parsed, context);
  return defaultOf === undefined ? tree : withoutTargetCast(tree, context, defaultOf);
}

/** A literal is converted to the type of its column anyway, so a cast to just that type says nothing. */
function withoutTargetCast(tree: Tree, context: ExpressionContext, type: string): Tree {
  const bare = type.replace(/\([\d,]*\)/, '');
  if (tree.kind === 'string' && context.dialect === 'postgres') return literalOf(tree, bare);
  if (tree.kind !== 'cast' || tree.attempt || tree.style !== undefined) return tree;
  if (context.dialect === 'mssql') {
    const literal = tree.value.kind === 'number' || tree.value.kind === 'string';
    return literal && tree.type === type ? tree.value : tree;
  }
  const same = tree.type === bare || (bare === 'character' && tree.type === 'bpchar');
  return same ? (valueWithoutCast(tree, context) ?? tree) : tree;
}

/**
 * The tree of an expression in the order of its text, without the casts that a server adds; undefined where it cannot be read. It
 * is for writing the expression anew: what differs from another only in order is another tree.
 */
export function expressionAsWritten({ sql, context, defaultOf }: PlacedExpression): Tree | undefined {
  const parsed = parseExpression(sql, context.dialect);
  if (parsed === undefined) return undefined;
  const plain = (tree: Tree): Tree => {
    const read = mapChildren(tree, plain);
    return context.dialect === 'postgres'
      ? withoutServerCasts(read, context)
      : withoutMssqlCasts(read, context);
  };
  const tree = plain(parsed);
  return defaultOf === undefined ? tree : withoutTargetCast(tree, context, defaultOf);
}
