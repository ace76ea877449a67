import { describe, expect, test } from 'vitest';
import { mssqlUrl, sayWithoutMssql } from './ddl-database.ts';
import { createMssqlDatabase } from './introspect-database.ts';
import { faultSuite } from './verify-fault-suite.ts';
import { statements, verifyIn } from './verify-harness.ts';

if (mssqlUrl === undefined) {
  sayWithoutMssql('verify');
  test.skip('verify on SQL Server');
} else {
  const url = mssqlUrl;
  faultSuite('SQL Server', async () => {
    const { database, drop } = await createMssqlDatabase(url);
    return { database, close: drop };
  });

  describe('rows on SQL Server', () => {
    test('are planted with a value of every type, and come back as they were', async () => {
      const { database, drop } = await createMssqlDatabase(url);
      try {
        const types = `a tinyint, b smallint, c int, d bigint, e bit, f decimal(5,2), g numeric(3,3), h money, i smallmoney,
          j real, k float, l date, m time(3), n datetime, o smalldatetime, p datetime2(7), q datetimeoffset(3), r char(4),
          s varchar(2), t varchar(max), u nchar(4), v nvarchar(20), w nvarchar(max), x binary(4), y varbinary(max),
          z uniqueidentifier, aa xml`;
        const columns = types
          .split(/,(?!\d)/)
          .map((column) => `${column.trim()} NOT NULL`)
          .join(', ');
        const found = await verifyIn(
          database,
          {
            '1_schema': {
              up: statements(
                `CREATE TABLE every_type (id int IDENTITY(1,1) CONSTRAINT pk_every_type PRIMARY KEY, ${columns},
                  kind varchar(5) NOT NULL CONSTRAINT ck_kind CHECK (kind IN ('x', 'y')),
                  low int NOT NULL, high int NOT NULL, CONSTRAINT ck_low CHECK (low < high))`,
                `CREATE TABLE child (id int NOT NULL CONSTRAINT pk_child PRIMARY KEY,
                  parent int NOT NULL CONSTRAINT fk_child_parent REFERENCES every_type (id))`,
              ),
            },
            '2_lossy': {
              up: statements('SELECT 1'),
              down: statements('UPDATE every_type SET p = DATEADD(ms, 1, p), y = 0xFF'),
            },
          },
          { chosen: ['2_lossy'], data: true },
        );
        expect(found.error).toBeUndefined();
        expect(found.results[0]?.rows?.unplanted).toEqual([]);
        expect(found.results[0]?.rows?.planted).toMatchObject([{ rows: 3 }, { rows: 3 }]);
        expect(found.told).toEqual(['lost-rows dbo.every_type']);
        expect(found.find('lost-rows')?.message).toMatch(/not what they were: p, y$/);
      } finally {
        await drop();
      }
    });
  });
}
