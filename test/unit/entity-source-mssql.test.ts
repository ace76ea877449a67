import { expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { draftEntities, entityFiles } from '../../src/generate/entity-files.ts';
import { notHeldBy } from '../../src/generate/entity-not-held.ts';
import { evaluateEntities } from '../support/evaluate-entities.ts';
import { basesOf } from './entity-schemas.ts';
import { schemaFrom } from './introspect-catalog.ts';

/** An order table as SQL Server's catalog shows it: some names a person's, some the server's. */
const live = schemaFrom({
  table: `
object_id | schema_name | name
1         | sales       | Orders`,
  column: `
schema_name | table_name | name     | position | is_nullable | data_type        | length | numeric_precision | numeric_scale | datetime_precision | alias_name
sales       | Orders     | OrderID  | 1        | NO          | int              | null   | null              | null          | null               | null
sales       | Orders     | PublicID | 2        | NO          | uniqueidentifier | null   | null              | null          | null               | null
sales       | Orders     | Status   | 3        | NO          | varchar          | 10     | null              | null          | null               | null
sales       | Orders     | Freight  | 4        | YES         | money            | null   | null              | null          | null               | null
sales       | Orders     | Twice    | 5        | YES         | money            | null   | null              | null          | null               | null
sales       | Orders     | Made     | 6        | NO          | datetime2        | null   | null              | null          | 7                  | null
sales       | Orders     | Mail     | 7        | YES         | nvarchar         | 100    | null              | null          | null               | Email`,
  identity: `
column_name | seed | increment
OrderID     | 10   | 5`,
  default: `
column_name | name               | definition         | is_system_named
PublicID    | DF_Public | (newsequentialid()) | false
Status      | DF__Orders__3A81B3 | ('new')            | true
Freight     | DF_Freight         | ((0))              | false
Made        | df_Orders_Made     | (sysutcdatetime()) | false`,
  computed: `
column_name | definition      | is_persisted
Twice       | ([Freight]*(2)) | false`,
  description: `
column_name | value
null        | What was ordered.
Freight     | Paid by the customer.`,
  index: `
index_id | name              | type | is_unique | is_primary_key | is_unique_constraint | is_system_named | has_filter | filter_definition                                 | fill_factor | is_disabled
1        | ix_Orders_Made    | 1    | false     | false          | false                | null            | false      | null                                              | 80          | false
2        | PK__Orders__C3905 | 2    | true      | true           | false                | true            | false      | null                                              | 0           | false
3        | UQ_PublicID       | 2    | true      | false          | true                 | false           | false      | null                                              | 0           | false
4        | FK_Orders_Open    | 2    | false     | false          | false                | null            | true       | ([Status]='new' AND [Freight]>(0))                | 0           | false
5        | ix_Orders_Status  | 2    | false     | false          | false                | null            | true       | ([Status]='new')                                  | 0           | true`,
  'index-column': `
index_id | name     | index_column_id | key_ordinal | is_descending_key | is_included_column
1        | Made     | 1               | 1           | true              | false
2        | OrderID  | 1               | 1           | false             | false
3        | PublicID | 1               | 1           | false             | false
4        | Status   | 1               | 1           | false             | false
4        | Freight  | 2               | 2           | true              | false
4        | Made     | 3               | 0           | false             | true
5        | Status   | 1               | 1           | false             | false`,
  'foreign-key': `
constraint_id | name           | column_name | referenced_object_id | referenced_schema | referenced_table | referenced_column | on_delete | is_not_trusted
9             | FK_Orders_Open | OrderID     | 1                    | sales             | Orders           | OrderID           | NO_ACTION | true`,
  check: `
name                 | definition                                     | is_system_named
CK_Status            | ([Status]='gone' OR [Status]='known' OR [Status]='new') | false
CK__Orders__Freig__4 | ([Freight]>=(0))                               | true`,
  module: `
type | schema_name | name  | definition
V    | sales       | Open  | CREATE VIEW sales.Open AS SELECT 1 AS one`,
});

const files = entityFiles(draftEntities(live, basesOf('mssql')), 'ts', notHeldBy(live));

test('an entity says all that SQL Server has of a table, and no name that the server made up', () => {
  expect(
    files.get('order.ts'),
  ).toBe(`import { columnTypes, defineEntity, expressions, type Row } from 'quodsi-db';

export const Order = defineEntity({
  table: 'Orders',
  schema: 'sales',
  scope: 'global',
  description: 'What was ordered.',
  columns: {
    OrderID: { type: columnTypes.int, identity: { seed: 10, increment: 5 } },
    PublicID: {
      type: columnTypes.uuid,
      default: expressions.sql('newsequentialid()'),
      defaultName: 'DF_Public',
    },
    Status: {
      type: columnTypes.native('varchar(10)'),
      default: 'new',
      oneOf: ['new', 'known', 'gone'],
      checkName: 'CK_Status',
    },
    Freight: {
      type: columnTypes.native('money'),
      nullable: true,
      default: 0,
      defaultName: 'DF_Freight',
      description: 'Paid by the customer.',
    },
    Twice: {
      type: columnTypes.native('money'),
      nullable: true,
      computed: { expression: expressions.sql('[Freight]*(2)'), persisted: false },
    },
    Made: { type: columnTypes.native('datetime2(7)'), default: expressions.now },
    Mail: { type: columnTypes.native('Email'), baseType: columnTypes.string(100), nullable: true },
  },
  primaryKey: { systemNamed: true, columns: ['OrderID'], clustered: false },
  uniques: [{ name: 'UQ_PublicID', columns: ['PublicID'] }],
  indexes: [
    {
      name: 'FK_Orders_Open',
      columns: ['Status', { name: 'Freight', descending: true }],
      include: ['Made'],
      filter: expressions.sql("[Status]='new' AND [Freight]>(0)"),
    },
    { columns: [{ name: 'Made', descending: true }], clustered: true, fillFactor: 80 },
    { columns: ['Status'], disabled: true, filter: expressions.equals('Status', 'new') },
  ],
  foreignKeys: [
    {
      name: 'FK_Orders_Open',
      columns: ['OrderID'],
      references: { schema: 'sales', table: 'Orders', columns: ['OrderID'] },
      notTrusted: true,
    },
  ],
  checks: [{ systemNamed: true, condition: expressions.sql('[Freight]>=(0)') }],
});

/** A row of \`Orders\`. */
export type Order = Row<typeof Order>;
`);
  expect(
    files.get('index.ts'),
  ).toBe(`// In the database, and not in these entities, which have no words for it:
// - view sales.Open

export { Order } from './order.js';
`);
});

test('it would change nothing', () => {
  const entities = evaluateEntities(entityFiles(draftEntities(live, basesOf('mssql')), 'js', []));
  expect(diff(live, toSchema(entities, 'mssql')).changes).toEqual([]);
});
