import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteName, quoteTable } from '../../src/ddl/name.ts';
import { mssqlEngine, pglite, postgresEngine } from '../support/engines.ts';
import { anyText, attempt, holds, patience } from '../support/fuzz.ts';
import { oddNames } from './names.ts';

describe('a quoted name', () => {
  const text = anyText([']', ']]', '[', '"', '""', 'users', ' ', ';', '.', 'DROP TABLE x --', "'"]);
  it(
    'is one token, and reads as the name; or the name is refused',
    () => {
      holds(fc.tuple(text, fc.constantFrom('postgres' as const, 'mssql' as const)), ([name, dialect]) => {
        const [open, close] = dialect === 'mssql' ? ['[', ']'] : ['"', '"'];
        for (const quote of [() => quoteName(dialect, name), () => quoteTable(dialect, { name })]) {
          const result = attempt(quote);
          if ('error' in result) {
            expect(result.error.code).toBe('DDL_NAME');
            continue;
          }
          const inside = result.value.slice(1, -1);
          expect(result.value).toBe(`${open}${inside}${close}`);
          expect(inside.replaceAll(close + close, '')).not.toContain(close);
          expect(inside.replaceAll(close + close, close)).toBe(name);
        }
      });
    },
    patience,
  );
});

describe('on the embedded database', () => oddNames(pglite, 0.2));

const postgres = postgresEngine();
describe.skipIf(postgres === null)('on PostgreSQL', () => {
  if (postgres !== null) oddNames(postgres, 0.2);
});

const mssql = mssqlEngine();
describe.skipIf(mssql === null)('on SQL Server', () => {
  if (mssql !== null) oddNames(mssql, 0.1);
});
