import type { Statement } from './statement.ts';
import { openCursor, tableNameOf, takeName, takeSymbol } from './statement-cursor.ts';

/** The old names are read as the server reads them: `[dbo].[t].[c]`, `t.c`. */
export function readSpRename(
  from: string,
  to: string,
  what: string | undefined,
  offset: number,
): Statement[] {
  const parts = namesIn(from);
  const name = parts.at(-1);
  if (name === undefined) return [];
  const kind = what?.toUpperCase();
  // Without the word the server looks for it: three names are those of a column.
  if (kind === 'COLUMN' || (kind === undefined && parts.length === 3)) {
    const table = tableNameOf(parts.slice(0, -1));
    return table === undefined ? [] : [{ kind: 'rename-column', offset, table, column: name, to }];
  }
  if (kind === 'INDEX') {
    const table = tableNameOf(parts.slice(0, -1));
    return [{ kind: 'rename-object', offset, name, to, ...(table === undefined ? {} : { table }) }];
  }
  const table = tableNameOf(parts);
  // OBJECT is a table or a constraint: only the tables that are known can tell.
  return kind === undefined || kind === 'OBJECT'
    ? table === undefined
      ? []
      : [{ kind: 'rename-table', offset, table, to }]
    : [];
}

function namesIn(text: string): string[] {
  const cursor = openCursor(text, 'mssql');
  const names: string[] = [];
  do {
    const name = takeName(cursor);
    if (name === undefined) return [];
    names.push(name);
  } while (takeSymbol(cursor, '.'));
  return names;
}
