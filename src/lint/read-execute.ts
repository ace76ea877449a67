import { readSpRename } from './read-rename.ts';
import type { Statement } from './statement.ts';
import {
  type Cursor,
  isSymbol,
  peek,
  take,
  takeName,
  takeParentheses,
  takeSymbol,
  takeTableName,
  within,
} from './statement-cursor.ts';

/** Values of a batch's variables, as far as they are known: texts that are put together and run. */
export type Variables = Map<string, string>;

/** Behind EXEC: the statements of the text that it runs, and those that sp_rename stands for. */
export function readExecute(
  cursor: Cursor,
  offset: number,
  variables: Variables,
  readText: (sql: string) => Statement[],
): Statement[] {
  if (isSymbol(cursor, '(')) {
    const range = takeParentheses(cursor);
    const text = range && textValue(within(cursor, range.from, range.to), variables);
    return text === undefined
      ? []
      : readText(text).map((statement) => ({ ...statement, offset, nested: true }));
  }
  const procedure = takeTableName(cursor)?.name.toLowerCase();
  if (procedure === 'sp_executesql') {
    const text = textValue(cursor, variables);
    return text === undefined
      ? []
      : readText(text).map((statement) => ({ ...statement, offset, nested: true }));
  }
  if (procedure !== 'sp_rename') return [];
  const args = procedureArguments(cursor, variables);
  const from = args.get('@objname') ?? args.get('1');
  const to = args.get('@newname') ?? args.get('2');
  if (from === undefined || to === undefined) return [];
  return readSpRename(from, to, args.get('@objtype') ?? args.get('3'), offset);
}

function procedureArguments(cursor: Cursor, variables: Variables): Map<string, string> {
  const args = new Map<string, string>();
  let position = 1;
  do {
    const named = peek(cursor)?.text.startsWith('@') && isSymbol(cursor, '=', 1);
    const name = named ? takeName(cursor)?.toLowerCase() : undefined;
    if (named) cursor.at += 1;
    const value = textValue(cursor, variables) ?? takeName(cursor);
    if (value !== undefined) args.set(name ?? String(position), value);
    position += 1;
  } while (takeSymbol(cursor, ','));
  return args;
}

/** Behind DECLARE or SET: keeps what a variable is set to. */
export function readVariable(cursor: Cursor, variables: Variables): void {
  do {
    const name = peek(cursor)?.text.toLowerCase();
    if (name === undefined || !name.startsWith('@')) return;
    cursor.at += 1;
    take(cursor, 'as');
    while (!isSymbol(cursor, '=') && peek(cursor)?.kind === 'word') {
      cursor.at += 1;
      takeParentheses(cursor);
    }
    if (!takeSymbol(cursor, '=')) continue;
    const value = textValue(cursor, variables);
    if (value === undefined) variables.delete(name);
    else variables.set(name, value);
  } while (takeSymbol(cursor, ','));
}

/** `N'a' + @b + …`, as far as it is known; undefined where not even its beginning is. */
function textValue(cursor: Cursor, variables: Variables): string | undefined {
  let text: string | undefined;
  do {
    const token = peek(cursor);
    const part =
      token?.kind === 'string' || token?.kind === 'national'
        ? token.text
        : variables.get(token?.text.toLowerCase() ?? '');
    if (part === undefined) return text;
    cursor.at += 1;
    text = (text ?? '') + part;
  } while (takeSymbol(cursor, '+'));
  return text;
}
