import { readAlterColumn } from './read-alter-column.ts';
import { readColumn, readDefault } from './read-column.ts';
import { readConstraint, readOptions } from './read-constraint.ts';
import { readInlineIndex } from './read-index.ts';
import type { Statement, TableName } from './statement.ts';
import {
  type Cursor,
  isSymbol,
  offsetOf,
  skipPart,
  take,
  takeName,
  takeSymbol,
  takeTableName,
} from './statement-cursor.ts';

/** Behind ALTER TABLE. */
export function readAlterTable(cursor: Cursor, offset: number): Statement[] {
  take(cursor, 'if', 'exists');
  take(cursor, 'only');
  const table = takeTableName(cursor);
  if (table === undefined) return [];
  takeSymbol(cursor, '*');
  return cursor.dialect === 'mssql'
    ? readMssqlAction(cursor, table, offset)
    : readPostgresActions(cursor, table, offset);
}

function readMssqlAction(cursor: Cursor, table: TableName, offset: number): Statement[] {
  const unchecked = take(cursor, 'with', 'nocheck');
  if (!unchecked && take(cursor, 'with', 'check')) {
    if (take(cursor, 'check', 'constraint'))
      return readSwitch(cursor, table, offset, 'enable-constraint', true);
  }
  if (take(cursor, 'add')) return readList(cursor, () => readAdded(cursor, table, !unchecked));
  if (take(cursor, 'alter', 'column')) return readAlterColumn(cursor, table, offset);
  if (take(cursor, 'check', 'constraint'))
    return readSwitch(cursor, table, offset, 'enable-constraint', false);
  if (take(cursor, 'nocheck', 'constraint'))
    return readSwitch(cursor, table, offset, 'disable-constraint', false);
  if (take(cursor, 'drop')) {
    let column = false;
    return readList(cursor, () => {
      // The word holds for the names behind it.
      if (take(cursor, 'column')) column = true;
      else if (take(cursor, 'constraint')) column = false;
      return readDropped(cursor, table, column);
    });
  }
  return [];
}

/** `CHECK CONSTRAINT a, b` or ALL */
function readSwitch(
  cursor: Cursor,
  table: TableName,
  offset: number,
  kind: 'enable-constraint' | 'disable-constraint',
  checked: boolean,
): Statement[] {
  if (take(cursor, 'all')) return [{ kind, offset, table, checked }];
  return readList(cursor, () => {
    const name = takeName(cursor);
    return name === undefined ? [] : [{ kind, offset, table, name, checked }];
  });
}

function readPostgresActions(cursor: Cursor, table: TableName, offset: number): Statement[] {
  if (take(cursor, 'rename', 'to')) {
    const to = takeName(cursor);
    return to === undefined ? [] : [{ kind: 'rename-table', offset, table, to }];
  }
  if (take(cursor, 'rename', 'constraint')) return readRenamed(cursor, table, offset, false);
  if (take(cursor, 'rename', 'column') || take(cursor, 'rename')) {
    return readRenamed(cursor, table, offset, true);
  }
  return readList(cursor, () => {
    const at = offsetOf(cursor);
    if (take(cursor, 'add')) {
      take(cursor, 'column');
      take(cursor, 'if', 'not', 'exists');
      return readAdded(cursor, table, true);
    }
    if (take(cursor, 'drop')) {
      const constraint = take(cursor, 'constraint');
      take(cursor, 'column');
      return readDropped(cursor, table, !constraint);
    }
    if (take(cursor, 'alter')) {
      if (take(cursor, 'constraint')) return [];
      take(cursor, 'column');
      return readAlterColumn(cursor, table, at);
    }
    if (take(cursor, 'validate', 'constraint')) {
      const name = takeName(cursor);
      return name === undefined
        ? []
        : [{ kind: 'enable-constraint', offset: at, table, name, checked: true }];
    }
    return [];
  });
}

/** The first action stands behind no comma, and whatever is not read of one is passed over. */
function readList(cursor: Cursor, readOne: () => Statement[]): Statement[] {
  const statements = readOne();
  for (;;) {
    // SQL Server needs no semicolon: what comes next may be another statement.
    if (cursor.dialect === 'postgres') skipPart(cursor);
    if (!takeSymbol(cursor, ',')) return statements;
    statements.push(...readOne());
  }
}

function readAdded(cursor: Cursor, table: TableName, checked: boolean): Statement[] {
  const offset = offsetOf(cursor);
  // In parentheses where PostgreSQL has it so, and in no other place.
  if (isSymbol(cursor, '(')) return [];
  if (take(cursor, 'index')) {
    return [{ kind: 'create-index', offset, table, index: readInlineIndex(cursor, offset) }];
  }
  const start = cursor.at;
  const given = readDefault(cursor);
  if (given !== undefined) {
    const column = take(cursor, 'for') ? takeName(cursor) : undefined;
    take(cursor, 'with', 'values');
    return column === undefined ? [] : [{ kind: 'set-default', offset, table, column, default: given }];
  }
  cursor.at = start;
  const constraint = readConstraint(cursor);
  if (constraint !== undefined) {
    const valid = !take(cursor, 'not', 'valid');
    return [{ kind: 'add-constraint', offset, table, constraint, checked: checked && valid }];
  }
  const column = readColumn(cursor);
  return column === undefined ? [] : [{ kind: 'add-column', offset, table, column }];
}

function readDropped(cursor: Cursor, table: TableName, column: boolean): Statement[] {
  take(cursor, 'if', 'exists');
  const offset = offsetOf(cursor);
  const name = takeName(cursor);
  if (name === undefined) return [];
  if (cursor.dialect === 'mssql' && !column) readOptions(cursor);
  return [
    column
      ? { kind: 'drop-column', offset, table, column: name }
      : { kind: 'drop-constraint', offset, table, name },
  ];
}

function readRenamed(cursor: Cursor, table: TableName, offset: number, column: boolean): Statement[] {
  const name = takeName(cursor);
  const to = take(cursor, 'to') ? takeName(cursor) : undefined;
  if (name === undefined || to === undefined) return [];
  return [
    column
      ? { kind: 'rename-column', offset, table, column: name, to }
      : { kind: 'rename-object', offset, table, name, to },
  ];
}
