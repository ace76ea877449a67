import type { ExpressionContext } from './expression-canonical.ts';
import { isOperation, numeral, type Tree } from './expression-tree.ts';

/**
 * Names as SQL Server compares them, NOT (a IS NULL) as IS NOT NULL, and a bit compared with a bit written as a
 * number.
 */
export function withoutMssqlCasts(tree: Tree, context: ExpressionContext): Tree {
  const folded = asInteger(context.caseSensitive ? tree : withFoldedNames(tree));
  if (folded.kind !== 'operation') return folded;
  const [first, second] = folded.args;
  if (first !== undefined && isOperation(folded, 'not') && isOperation(first, 'is null', 'is not null')) {
    return { ...first, operator: first.operator === 'is null' ? 'is not null' : 'is null' };
  }
  if (first === undefined || second === undefined || !['=', '<>', 'in'].includes(folded.operator))
    return folded;
  const bit =
    first.kind === 'name' && first.parts.length === 1 && context.columnType(first.parts.join()) === 'bit';
  return bit ? { ...folded, args: [first, ...folded.args.slice(1).map(bitValue)] } : folded;
}

/** Babelfish shows a negative number as CAST('-1' AS int). */
function asInteger(tree: Tree): Tree {
  if (tree.kind !== 'cast' || tree.type !== 'int' || tree.value.kind !== 'string') return tree;
  return /^-?(?:0|[1-9]\d{0,8})$/.test(tree.value.value) ? numeral(tree.value.value) : tree;
}

function withFoldedNames(tree: Tree): Tree {
  if (tree.kind === 'name') return { ...tree, parts: tree.parts.map((part) => part.toLowerCase()) };
  if (tree.kind === 'call') return { ...tree, name: tree.name.toLowerCase() };
  return tree.kind === 'cast' ? { ...tree, type: tree.type.toLowerCase() } : tree;
}

/** CONVERT(bit, 0) is 0 beside a bit; any other number would become 1 and not stay itself. */
function bitValue(tree: Tree): Tree {
  if (tree.kind !== 'cast' || tree.type !== 'bit' || tree.style !== undefined) return tree;
  return tree.value.kind === 'number' && /^[01]$/.test(tree.value.value) ? tree.value : tree;
}
