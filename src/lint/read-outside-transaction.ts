import type { Dialect } from '../schema/model.ts';
import type { Statement } from './statement.ts';
import { type Cursor, isKeyword } from './statement-cursor.ts';

// https://www.postgresql.org/docs/current/sql-vacuum.html and the pages of the others
// https://learn.microsoft.com/en-us/sql/t-sql/language-elements/transactions-transact-sql
const phrases: Readonly<Record<Dialect, readonly string[]>> = {
  mssql: [
    'alter database',
    'create database',
    'drop database',
    'backup database',
    'backup log',
    'restore database',
    'restore log',
    'create fulltext',
    'alter fulltext',
    'drop fulltext',
    'reconfigure',
  ],
  postgres: [
    'vacuum',
    'create database',
    'drop database',
    'alter system',
    'create tablespace',
    'drop tablespace',
    'create subscription',
  ],
};

/** Reads what the server refuses in a transaction. Concurrent building of indexes is said by the index itself. */
export function outsideTransaction(cursor: Cursor, offset: number): Statement | undefined {
  const found = phrases[cursor.dialect].find((phrase) =>
    phrase.split(' ').every((word, index) => isKeyword(cursor, word, index)),
  );
  if (found !== undefined) {
    // Settings of the database alone, and master keys and the like, are free.
    if (isKeyword(cursor, 'scoped', 2) || isKeyword(cursor, 'audit', 2)) return undefined;
    if (isKeyword(cursor, 'encryption', 2)) return undefined;
    cursor.at += found.split(' ').length;
    return { kind: 'outside-transaction', offset, what: found.toUpperCase() };
  }
  if (cursor.dialect === 'postgres' && isKeyword(cursor, 'reindex')) {
    const ahead = [1, 2, 3, 4].find((step) => isKeyword(cursor, 'concurrently', step));
    if (ahead !== undefined) {
      cursor.at += ahead + 1;
      return { kind: 'outside-transaction', offset, what: 'REINDEX CONCURRENTLY' };
    }
  }
  return undefined;
}
