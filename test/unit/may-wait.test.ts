import { expect, it } from 'vitest';
import { mayWait } from '../../src/project-code/may-wait.ts';

it.each([
  'CREATE TABLE a (id int);',
  "-- first\nALTER TABLE a ADD b nvarchar(9) CONSTRAINT df DEFAULT N'x; SELECT 1'",
  'ALTER TABLE [set] ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES c (id) ON DELETE SET NULL ON UPDATE CASCADE',
  'CREATE INDEX ix ON a (b) WHERE [is_deleted] = 0',
  'DROP TABLE IF EXISTS a',
  "IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema'))\n EXEC sys.sp_updateextendedproperty N'a'\nELSE\n EXEC sys.sp_addextendedproperty N'a'",
])('on SQL Server, may wait: %s', (sql) => expect(mayWait(sql, 'mssql')).toBe(true));

it.each([
  'CREATE TABLE a (id int); INSERT INTO a VALUES (7)',
  'CREATE TABLE a (id int) INSERT INTO a VALUES (7)',
  'CREATE TABLE a (id int) COMMIT',
  'DROP TABLE IF EXISTS a SELECT 5 AS five',
  'CREATE TABLE a (id int identity) SET IDENTITY_INSERT a ON',
  'CREATE TABLE #a (id int)',
  'CREATE VIEW v AS SELECT 1 AS one',
  'SELECT 1',
])('on SQL Server, does not wait: %s', (sql) => expect(mayWait(sql, 'mssql')).toBe(false));
