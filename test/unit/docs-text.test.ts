import { describe, expect, test } from 'vitest';
import { documentSchema } from '../../src/docs/document-schema.ts';
import { markdownPage } from '../../src/docs/markdown.ts';
import { mermaidDiagram } from '../../src/docs/mermaid.ts';
import {
  builtIn,
  drifted,
  foreignKeyOf,
  hostile,
  hostileNames,
  projects,
  tableOf,
} from '../support/docs-schemas.ts';
import { fiftyTables } from '../support/fifty-tables.ts';
import { mermaidFaults } from './docs-mermaid-grammar.ts';

const documented = (declared: Parameters<typeof documentSchema>[0]['declared'] = builtIn()) =>
  documentSchema({ ...(declared ? { declared } : {}), title: 'Schema', subject: 'Declared' });

const compared = documentSchema({
  declared: { ...builtIn(), tables: [...builtIn().tables, projects] },
  database: drifted(),
  title: 'Schema',
  subject: 'Database shop',
});

describe('a document', () => {
  test('has keys of both ends of a foreign key, and says who is whose', () => {
    const [tenants, users] = documented().tables;
    expect(users?.foreignKeys.map(({ name, to }) => [name, to])).toEqual([
      ['fk_users_tenant_id', tenants?.id],
    ]);
    expect(tenants?.referencedBy.map(({ name, from }) => [name, from])).toEqual([
      ['fk_users_tenant_id', users?.id],
    ]);
    expect([tenants?.scope, users?.scope]).toEqual(['global', 'tenant']);
    const email = users?.columns.find(({ name }) => name === 'tenant_id');
    expect(email).toMatchObject({
      isForeignKey: true,
      isPrimaryKey: false,
      isUnique: false,
      nullable: false,
    });
  });

  test('knows a one-to-one link and an optional one', () => {
    const { tables } = documented({
      dialect: 'postgres',
      tables: [
        tableOf('people'),
        tableOf('profiles', { foreignKeys: [foreignKeyOf('fk_one', 'id', 'people')] }),
        tableOf('notes', { foreignKeys: [foreignKeyOf('fk_many', 'person_id', 'people')] }, [
          { name: 'person_id', type: { kind: 'uuid' }, nullable: true },
        ]),
      ],
    });
    const key = (name: string) =>
      tables.flatMap((table) => table.foreignKeys).find((each) => each.name === name);
    expect(key('fk_one')).toMatchObject({ isUnique: true, isRequired: true });
    expect(key('fk_many')).toMatchObject({ isUnique: false, isRequired: false });
  });

  test('marks what is missing, extra and different, each with its facts', () => {
    const table = (name: string) => compared.tables.find((each) => each.name === name);
    expect(compared.tables.map(({ name, state }) => [name, state])).toEqual([
      ['old_stuff', 'extra'],
      ['projects', 'missing'],
      ['tenants', 'same'],
      ['users', 'same'],
    ]);
    const state = (part: 'columns' | 'indexes' | 'foreignKeys', name: string) =>
      table('users')?.[part].find((each) => each.name === name)?.state;
    expect(state('columns', 'login_count')).toBe('missing');
    expect(state('columns', 'nickname')).toBe('extra');
    expect(state('columns', 'email')).toBe('different');
    expect(state('columns', 'status')).toBe('same');
    expect(state('indexes', 'ix_users_tenant_status')).toBe('missing');
    expect(state('foreignKeys', 'fk_users_tenant_id')).toBe('different');
    expect(table('users')?.columns.find(({ name }) => name === 'email')?.differences).toEqual([
      { fact: 'type', declared: 'varchar(255)', actual: 'varchar(100)', unsure: false },
      { fact: 'nullability', declared: 'not null', actual: 'null', unsure: false },
    ]);
    expect(table('users')?.driftCount).toBe(5);
    expect(compared.driftCount).toBe(7);
    // The link of a table that lacks is told with it, and seen from its target.
    expect(table('tenants')?.referencedBy.map(({ from }) => from)).toEqual(['table-projects', 'table-users']);
  });

  test('gives every table an id of its own, whatever its name', () => {
    const { tables } = documented({
      dialect: 'postgres',
      tables: ['Order', 'order', 'or der', 'or-der', '表', '人'].map((name) => tableOf(name)),
    });
    const ids = tables.map(({ id }) => id);
    expect(new Set(ids).size).toBe(6);
    expect(ids.filter((id) => !/^table-[a-z0-9_.-]+$/.test(id))).toEqual([]);
  });
});

describe('Mermaid', () => {
  test('is what its grammar takes', () => {
    for (const document of [documented(), documented(fiftyTables), documented(hostile), compared]) {
      expect(mermaidFaults(mermaidDiagram(document))).toEqual([]);
    }
    expect(mermaidFaults('erDiagram\n  end {\n    int pk\n  }')).toHaveLength(2);
  });

  test('draws every table and every foreign key', () => {
    const diagram = mermaidDiagram(documented(fiftyTables));
    const keys = fiftyTables.tables.flatMap(({ foreignKeys }) => foreignKeys);
    expect(diagram.match(/ : "/g)).toHaveLength(keys.length);
    expect(diagram.match(/ \{$/gm)).toHaveLength(50);
    expect(diagram).toContain('  tenants ||--o{ users : "fk_users_tenant_id"');
    expect(diagram).toContain('  comments |o--o{ comments : "fk_comments_parent_id"');
    expect(diagram).toContain('    uuid tenant_id FK\n');
  });
});

describe('Markdown', () => {
  test('has a section and a row for everything, and links that lead somewhere', () => {
    const page = markdownPage(documented());
    const ids = new Set([...page.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id));
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    for (const { columns, indexes, checks, uniques } of builtIn().tables) {
      for (const { name } of [...columns, ...indexes, ...checks, ...uniques])
        expect(page).toContain(`\`${name}\``);
    }
    expect(page).toContain('| `user_metadata` | `varchar(4000)` | yes |');
  });

  test('keeps hostile names from becoming markup', () => {
    const page = markdownPage(documented(hostile));
    const outsideCode = page
      .replace(/^```mermaid[\s\S]*?^```$/gm, '')
      .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
      .replace(/<a id="[a-z0-9_.-]+"><\/a>/g, '');
    expect(outsideCode).not.toMatch(/[<>]/);
    expect(outsideCode).not.toMatch(/(?<!\\)\]\((?!#table-)/);
    const tables = page.split('\n').filter((line) => line.startsWith('| '));
    const cells = (line: string) => line.replaceAll('\\|', '').split('|').length;
    for (const [index, line] of tables.entries()) {
      const before = tables[index - 1];
      if (before?.startsWith('| ---')) expect(cells(line)).toBe(cells(before));
    }
    expect(page.split('\n').filter((line) => line.startsWith('## '))).toHaveLength(hostileNames.length + 1);
  });

  test('tells drift, and that a database is only behind', () => {
    const page = markdownPage(compared);
    expect(page).toContain('**Drift: 7 differences.**');
    expect(page).toContain('type: declared `varchar(255)`, in the database `varchar(100)`');
    expect(markdownPage({ ...compared, pending: ['20260101_x'] })).toContain(
      '**Behind: 1 pending** (`20260101_x`)',
    );
  });
});
