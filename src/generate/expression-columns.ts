import { parseExpression } from '../schema/expression-parse.ts';
import { scan, type Token } from '../schema/expression-token.ts';
import type { Tree } from '../schema/expression-tree.ts';
import { isHidden } from '../schema/hidden.ts';
import type { Dialect, Expression, Server, Table } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';

/** The columns of a table that an expression names: all that it may name where it cannot be read. */
export function expressionColumns(
  expression: Expression | null | undefined,
  table: Table,
  dialect: Dialect,
  server: Server,
): string[] {
  if (expression == null || isHidden(expression)) return [];
  const tree = parseExpression(expression, dialect);
  const named = new Set<string>();
  if (tree === undefined) {
    for (const word of expression.match(/[\p{L}_][\p{L}\p{N}_$#@ ]*/gu) ?? []) {
      for (const part of [word, ...word.split(' ')]) named.add(nameKey(part.trim(), server));
    }
  } else collectNames(tree, (name) => named.add(nameKey(name, server)));
  return table.columns.map(({ name }) => name).filter((name) => named.has(nameKey(name, server)));
}

function collectNames(tree: Tree, found: (name: string) => void): void {
  switch (tree.kind) {
    case 'name':
      found(tree.parts.at(-1) ?? '');
      return;
    case 'call':
    case 'operation':
      for (const arg of tree.args) collectNames(arg, found);
      return;
    case 'cast':
      collectNames(tree.value, found);
      return;
    default:
  }
}

/** The expression with columns under their new names, as the server has it after the rename. */
export function renamedInExpression<E extends Expression | null | undefined>(
  expression: E,
  dialect: Dialect,
  newName: (column: string) => string | undefined,
): E | string {
  if (typeof expression !== 'string') return expression;
  const words: { token: Token; start: number; end: number }[] = [];
  if (!scan(expression, dialect, (token, start, end) => words.push({ token, start, end }))) return expression;
  let text = '';
  let position = 0;
  for (const [i, { token, start, end }] of words.entries()) {
    const isName = token.kind === 'quoted' || token.kind === 'word';
    const isCall = words[i + 1]?.token.text === '(' && words[i + 1]?.token.kind === 'symbol';
    const to = isName && !isCall ? newName(token.text) : undefined;
    if (to === undefined) continue;
    text += expression.slice(position, start) + quoted(to, dialect, token.kind === 'word');
    position = end;
  }
  return text + expression.slice(position);
}

/** PostgreSQL shows a name without quotes where it needs none. */
function quoted(name: string, dialect: Dialect, bare: boolean): string {
  if (dialect === 'mssql') return `[${name.replaceAll(']', ']]')}]`;
  return bare && /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
