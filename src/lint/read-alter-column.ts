import { readExpression, readType } from './read-column.ts';
import { readOptions } from './read-constraint.ts';
import type { Statement, TableName } from './statement.ts';
import { type Cursor, offsetOf, peek, take, takeName } from './statement-cursor.ts';

/** Behind ALTER COLUMN. */
export function readAlterColumn(cursor: Cursor, table: TableName, offset: number): Statement[] {
  const column = takeName(cursor);
  if (column === undefined) return [];
  return cursor.dialect === 'mssql'
    ? readMssql(cursor, table, column, offset)
    : readPostgres(cursor, table, column, offset);
}

/** What is said of a column beside its type. */
const flags = new Set(['add', 'drop']);

function readMssql(cursor: Cursor, table: TableName, column: string, offset: number): Statement[] {
  // ADD PERSISTED, DROP ROWGUIDCOL …
  if (flags.has(peek(cursor)?.keyword ?? '')) return [];
  const type = readType(cursor);
  if (type === '') return [];
  if (take(cursor, 'collate')) takeName(cursor);
  const nullable = take(cursor, 'not', 'null') ? false : take(cursor, 'null') ? true : undefined;
  readOptions(cursor);
  return [
    {
      kind: 'alter-column',
      offset,
      table,
      column,
      type,
      ...(nullable === undefined ? {} : { nullable }),
    },
  ];
}

function readPostgres(cursor: Cursor, table: TableName, column: string, offset: number): Statement[] {
  if (take(cursor, 'set', 'not', 'null')) {
    return [{ kind: 'alter-column', offset, table, column, nullable: false }];
  }
  if (take(cursor, 'drop', 'not', 'null')) {
    return [{ kind: 'alter-column', offset, table, column, nullable: true }];
  }
  if (take(cursor, 'drop', 'default')) return [{ kind: 'drop-default', offset, table, column }];
  if (take(cursor, 'set', 'default')) {
    const at = offsetOf(cursor);
    return [
      { kind: 'set-default', offset, table, column, default: { offset: at, sql: readExpression(cursor) } },
    ];
  }
  if (take(cursor, 'set', 'data', 'type') || take(cursor, 'type')) {
    return [{ kind: 'alter-column', offset, table, column, type: readType(cursor) }];
  }
  return [];
}
