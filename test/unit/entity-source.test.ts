import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diff } from '../../src/diff/diff.ts';
import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { draftEntities, entityFiles } from '../../src/generate/entity-files.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Dialect, Schema } from '../../src/schema/model.ts';
import { evaluateEntities } from '../support/evaluate-entities.ts';
import { basesOf, liveSchemas } from './entity-schemas.ts';

describe.each<Dialect>(['mssql', 'postgres'])('any schema of %s', (dialect) => {
  const bases = basesOf(dialect);

  test('the entities that are written for it would change nothing in it', () => {
    fc.assert(
      fc.property(liveSchemas(dialect), (live) => {
        const drafts = draftEntities(live, bases);
        const entities = evaluateEntities(entityFiles(drafts, 'js', []));
        expect(entities).toHaveLength(live.tables.length);
        expect(diff(live, toSchema(entities, dialect)).changes).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each<Dialect>(['mssql', 'postgres'])('on %s', (dialect) => {
  const live: Schema = { ...toSchema([Tenant, User], dialect), origin: 'database' };
  const sources = (schema: Schema) => [
    ...entityFiles(draftEntities(schema, basesOf(dialect)), 'ts', []).values(),
  ];

  test('a table that has all of the base uses it, in its scope', () => {
    const [tenant = '', user = ''] = sources(live);
    expect(tenant).toMatch(/^ {2}scope: 'global',\n {2}base: BaseEntity,$/m);
    expect(user).toMatch(/^ {2}scope: 'tenant',\n {2}base: BaseEntity,$/m);
    expect(user).toContain("oneOf: ['active', 'invited', 'suspended', 'pending_verification']");
    expect(user).toContain('filter: notDeleted');
    expect(tenant + user).not.toMatch(/\bindex_id\b|pk_|ix_users_tenant_active/);
  });

  test('one that lacks something of it does not', () => {
    const tables = live.tables.map((table) => ({ ...table, indexes: table.indexes.slice(1) }));
    const [, user = ''] = sources({ ...live, tables });
    expect(user).not.toContain('BaseEntity');
    expect(user).toContain("scope: 'tenant'");
    expect(user).toContain('index_id: {');
  });

  test('a sequence is declared with the table that uses it, wherever another is', () => {
    const numbered = (name: string, expression: string) => ({
      name,
      columns: [{ name: 'n', type: columnTypes.int, nullable: false, default: { expression } }],
      uniques: [],
      indexes: [],
      foreignKeys: [],
      checks: [],
    });
    const sequence = { type: columnTypes.bigint, start: '1', increment: '1', cycle: false };
    const drafts = draftEntities(
      {
        dialect,
        origin: 'database',
        tables: [
          numbered('a', '0'),
          numbered('b', `(NEXT VALUE FOR [dbo].[Odd Seq])`),
          numbered('c', `nextval('sales."Odd Seq"'::regclass)`),
        ],
        sequences: [
          { name: 'Odd Seq', ...sequence },
          { schema: 'sales', name: 'Odd Seq', ...sequence },
          { schema: 'else', name: 'unused', ...sequence },
        ],
      },
      [],
    );
    const home = dialect === 'mssql' ? 'b' : 'a';
    const declared = drafts.flatMap(({ definition }) =>
      (definition.sequences ?? []).map(({ schema, name }) => `${definition.table} ${schema} ${name}`),
    );
    expect(declared.sort()).toEqual([`a else unused`, `${home} undefined Odd Seq`, 'c sales Odd Seq'].sort());
  });
});
