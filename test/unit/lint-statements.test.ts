import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyStatement } from '../../src/lint/apply-statement.ts';
import { readStatements } from '../../src/lint/read-statements.ts';
import { emptySchema } from '../../src/lint/schema-state.ts';
import type { Dialect } from '../../src/target.ts';

const brief = (sql: string, dialect: Dialect) => readStatements(sql, dialect).map(({ kind }) => kind);

describe('SQL Server', () => {
  test('columns with all that may stand behind them', () => {
    const [table] = readStatements(
      `CREATE TABLE [my db].[dbo].[a]]b] (
        [id] int IDENTITY(1, 1) NOT NULL CONSTRAINT [pk] PRIMARY KEY CLUSTERED WITH (FILLFACTOR = 80) ON [PRIMARY],
        c nvarchar(max) COLLATE Latin1_General_CI_AS NULL DEFAULT N'x, y',
        d AS (c + 'x') PERSISTED NOT NULL,
        e decimal(10, 2) SPARSE NULL CONSTRAINT df_e DEFAULT ((0)) WITH VALUES,
        v rowversion,
        f uniqueidentifier ROWGUIDCOL NOT NULL DEFAULT NEWID() CONSTRAINT fk REFERENCES dbo.x (id) ON DELETE SET NULL NOT FOR REPLICATION UNIQUE,
        start datetime2 GENERATED ALWAYS AS ROW START NOT NULL,
        PERIOD FOR SYSTEM_TIME (start, [end]),
        CONSTRAINT ck CHECK (id IN (1, 2)),
        INDEX ix UNIQUE (c DESC) WHERE c IS NOT NULL,
        UNIQUE NONCLUSTERED (e ASC, id DESC)
      ) WITH (SYSTEM_VERSIONING = ON)`,
      'mssql',
    );
    expect(table).toMatchObject({
      kind: 'create-table',
      table: { schema: 'dbo', name: 'a]b' },
      complete: true,
      columns: [
        {
          name: 'id',
          type: 'int',
          nullable: false,
          identity: true,
          constraints: [{ kind: 'primary-key', name: 'pk', clustered: true }],
        },
        { name: 'c', type: 'nvarchar(max)', nullable: true, default: { sql: "N'x, y'" } },
        { name: 'd', type: '', nullable: false, generated: true },
        { name: 'e', type: 'decimal(10, 2)', default: { name: 'df_e', sql: '((0))' } },
        { name: 'v', generated: true },
        {
          name: 'f',
          default: { sql: 'NEWID()' },
          constraints: [
            { kind: 'foreign-key', name: 'fk', columns: ['f'], references: { schema: 'dbo', name: 'x' } },
            { kind: 'unique', columns: [{ column: 'f' }] },
          ],
        },
        { name: 'start', generated: true },
      ],
      constraints: [
        { kind: 'check', name: 'ck' },
        {
          kind: 'unique',
          clustered: false,
          columns: [
            { column: 'e', desc: false },
            { column: 'id', desc: true },
          ],
        },
      ],
      indexes: [
        { name: 'ix', unique: true, columns: [{ column: 'c', desc: true }], filter: 'c IS NOT NULL' },
      ],
    });
  });

  test('a batch without semicolons', () => {
    expect(
      brief(
        `ALTER TABLE t ADD a int NOT NULL, CONSTRAINT u UNIQUE (a) WITH (ONLINE = ON), DEFAULT 0 FOR b
         ALTER TABLE t WITH NOCHECK ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES o (id) ON DELETE CASCADE ON UPDATE NO ACTION
         ALTER TABLE t DROP COLUMN a, b, CONSTRAINT c
         UPDATE t SET a = 1, b = CASE WHEN x = 1 THEN 1 ELSE 2 END WHERE id = 1
         IF @@ROWCOUNT > 0 BEGIN DELETE t WHERE a = 1 END ELSE INSERT t (a) VALUES (1)
         ALTER TABLE t ALTER COLUMN s nvarchar(20) NOT NULL
         SELECT * INTO n FROM t WHERE 1 = 0
         MERGE INTO m USING s ON m.a = s.a WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (1);
         EXEC sp_rename N'[dbo].[t].[s]', N'z', 'COLUMN'
         EXEC sys.sp_rename @objname = 'dbo.t', @newname = 'u'
         DROP INDEX i ON t; DROP INDEX t.j`,
        'mssql',
      ),
    ).toEqual(
      `add-column add-constraint set-default add-constraint drop-column drop-column drop-constraint update delete insert
      alter-column create-table merge rename-column rename-table drop-index drop-index`.split(/\s+/),
    );
  });

  test('text that is put together and run', () => {
    const sql = `DECLARE @name sysname = N'x', @sql nvarchar(max) = N'CREATE INDEX [ix] ON [t] ';
      SET @sql = @sql + N'([a])';
      IF 1 = 1 SET @sql = @sql + N' WITH (ONLINE = ON)';
      EXEC (@sql); EXEC sp_executesql N'DROP TABLE q'; EXEC ('DROP TABLE ' + @unknown); EXEC dbo.my_procedure @sql`;
    expect(readStatements(sql, 'mssql')).toMatchObject([
      { kind: 'create-index', nested: true, index: { name: 'ix', online: true } },
      { kind: 'drop-table', table: { name: 'q' }, nested: true },
    ]);
  });

  test('bodies, grants, comments and strings are not run', () => {
    for (const sql of [
      'CREATE OR ALTER TRIGGER tr ON t AFTER INSERT, UPDATE, DELETE AS BEGIN DELETE FROM x; DROP TABLE y END',
      'ALTER PROCEDURE p AS DROP TABLE y',
      'GRANT DELETE, UPDATE, ALTER ON t TO r; DENY INSERT ON t TO r',
      "PRINT 'DROP TABLE x' -- DROP TABLE x\n/* DROP /* TABLE */ x */",
      'SELECT [DROP TABLE x] FROM t',
      'CREATE STATISTICS s ON t (a)',
    ]) {
      expect(brief(sql, 'mssql')).toEqual([]);
    }
  });
});

describe('PostgreSQL', () => {
  test('a table and what stands in it', () => {
    const [table] = readStatements(
      `CREATE TABLE IF NOT EXISTS "S".t (
        id serial PRIMARY KEY, at timestamp with time zone NOT NULL DEFAULT now(), x numeric(10, 2)[],
        c int GENERATED ALWAYS AS (a + 1) STORED, i bigint GENERATED BY DEFAULT AS IDENTITY (START 1),
        d text DEFAULT 'it''s'::character varying COLLATE "C",
        u uuid REFERENCES o (id) MATCH FULL ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED NOT NULL,
        EXCLUDE USING gist (a WITH =), CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a, b), FOREIGN KEY (a, b) REFERENCES "O" (c, d)
      ) PARTITION BY RANGE (at)`,
      'postgres',
    );
    expect(table).toMatchObject({
      table: { schema: 'S', name: 't' },
      columns: [
        { name: 'id', identity: true },
        { name: 'at', type: 'timestamp with time zone', nullable: false, default: { sql: 'now()' } },
        { name: 'x', type: 'numeric(10, 2)[]' },
        { name: 'c', generated: true, identity: false },
        { name: 'i', identity: true },
        { name: 'd', default: { sql: "'it''s'::character varying" } },
        { name: 'u', nullable: false, constraints: [{ kind: 'foreign-key' }] },
      ],
      constraints: [
        { kind: 'exclude' },
        { kind: 'unique', name: 'k', columns: [{ column: 'a' }, { column: 'b' }] },
        { kind: 'foreign-key', columns: ['a', 'b'], references: { name: 'O' } },
      ],
    });
  });

  test('every action of ALTER TABLE, and what is done in a block', () => {
    expect(
      brief(
        `ALTER TABLE IF EXISTS ONLY s.t ADD COLUMN IF NOT EXISTS n varchar(255) NOT NULL DEFAULT 'x'::text,
           ALTER s TYPE varchar(20) USING (s::varchar(20)), ALTER COLUMN s SET NOT NULL, ALTER s SET STATISTICS 100,
           ALTER s SET DEFAULT 1, ALTER s DROP DEFAULT, DROP q CASCADE, DROP CONSTRAINT IF EXISTS z RESTRICT,
           ADD CONSTRAINT c CHECK (a > 1) NOT VALID, VALIDATE CONSTRAINT c, OWNER TO me;
         ALTER TABLE t RENAME TO u; ALTER TABLE t RENAME a TO b; ALTER TABLE t RENAME CONSTRAINT a TO b;
         ALTER INDEX i RENAME TO j; CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ON ONLY t (lower(a), b DESC NULLS LAST);
         DROP INDEX CONCURRENTLY IF EXISTS s.i, j CASCADE;
         DO $x$ BEGIN IF 1 = 1 THEN ALTER TABLE t ADD COLUMN y int; END IF; END $x$;
         WITH q AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM q;
         INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2`,
        'postgres',
      ),
    ).toEqual(
      `add-column alter-column alter-column set-default drop-default drop-column drop-constraint add-constraint
      enable-constraint rename-table rename-column rename-object rename-object create-index drop-index drop-index add-column
      insert insert`.split(/\s+/),
    );
  });

  test('bodies, grants, comments and strings are not run', () => {
    for (const sql of [
      'CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM x; END $$',
      'CREATE TRIGGER t BEFORE INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()',
      'CREATE RULE r AS ON DELETE TO t DO INSTEAD DELETE FROM u',
      'GRANT INSERT, UPDATE, DELETE ON t TO r',
      "COMMENT ON TABLE t IS 'DROP TABLE t'",
      'SELECT * FROM t FOR UPDATE',
      'SELECT $$DROP TABLE x$$, "DROP TABLE x" -- DROP TABLE x',
    ]) {
      expect(brief(sql, 'postgres')).toEqual([]);
    }
  });
});

const words =
  `ALTER TABLE CREATE DROP ADD COLUMN CONSTRAINT INDEX UNIQUE CLUSTERED PRIMARY KEY FOREIGN REFERENCES CHECK DEFAULT NOT
  NULL UPDATE INSERT INTO DELETE FROM SET WHERE VALUES SELECT EXEC sp_rename sp_executesql DECLARE @x DO RENAME TO TYPE USING WITH
  NOCHECK ON IF EXISTS AS IDENTITY GENERATED ( ) ( ) , , ; . = + [a] "b" c 'd' N'e' 1 $$ $$ [ ' " /* -- : ::`.split(
    /\s+/,
  );

describe.each<Dialect>(['mssql', 'postgres'])('%s: whatever the text', (dialect) => {
  test('reading ends and throws nothing, and what was read can be applied', () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => parts.join(' ')),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (sql) => {
        let schema = emptySchema(dialect);
        for (const statement of readStatements(sql, dialect)) {
          expect(statement.offset).toBeLessThanOrEqual(sql.length);
          schema = applyStatement(schema, statement, 'm');
        }
      }),
      { numRuns: 3000 },
    );
  });
});
