/** A command, what it runs on, and what its faults are held against. */
export interface Scenario {
  readonly name: string;
  readonly args: readonly string[];
  /** Files of the project. */
  readonly files: Readonly<Record<string, string>>;
  /** Commands that make the database what the command finds; none fails. */
  readonly before: readonly (readonly string[])[];
  /** SQL that does, after those. */
  readonly sql?: readonly string[];
  /** Files that are changed after that; null removes one. */
  readonly changed?: Readonly<Record<string, string | null>>;
  /** Whether a second run after a first that has done it all does nothing more. */
  readonly isIdempotent: boolean;
  /** What a person does where a migration without a transaction was left half-way. */
  readonly settle?: readonly string[];
  /** Which of its results have to be true. */
  readonly tells: 'migrations' | 'halves of migrations' | 'changes' | 'rows' | 'rows in steps' | 'seeds';
}

const js = (up: string, down: string): string =>
  `export async function up(knex) {\n${up}\n}\nexport async function down(knex) {\n${down}\n}\n`;

/** One whose statements go out together on PostgreSQL, one that reads and has values, and one that writes rows. */
const shop: Readonly<Record<string, string>> = {
  'migrations/1_authors.sql': `-- up
CREATE TABLE authors (id int NOT NULL, name varchar(100));
CREATE INDEX ix_authors_name ON authors (name);
ALTER TABLE authors ADD country varchar(2);
-- down
DROP TABLE authors;
`,
  'migrations/2_books.js': js(
    `  await knex.schema.createTable('books', (table) => {
    table.integer('id').notNullable();
    table.string('title', 100);
  });
  if (!(await knex.schema.hasTable('books'))) throw new Error('not there yet');
  await knex('books').insert({ id: 1, title: "What? it's 100%" });`,
    `  await knex('books').where({ id: 1 }).delete();
  await knex.schema.dropTable('books');`,
  ),
  'migrations/3_loans.sql': `-- up
CREATE TABLE loans (id int NOT NULL, note varchar(50));
INSERT INTO loans (id, note) VALUES (1, 'one');
-- down
DROP TABLE loans;
`,
};

/** One that may be begun again. */
const alone: Readonly<Record<string, string>> = {
  'migrations/1_authors.sql': String(shop['migrations/1_authors.sql']),
  'migrations/2_books.js': `export const config = { transaction: false };\n${js(
    `  if (!(await knex.schema.hasTable('books'))) {
    await knex.schema.createTable('books', (table) => table.integer('id').notNullable());
  }
  if ((await knex('books')).length === 0) await knex('books').insert({ id: 1 });`,
    `  if (await knex.schema.hasTable('books')) await knex.schema.dropTable('books');`,
  )}`,
};

const up = ['migrate', 'up'];
const onShop = { files: shop, before: [up] };
const migrations = { tells: 'migrations', isIdempotent: true } as const;
const changes = { tells: 'changes', isIdempotent: true } as const;
const halves = { files: alone, tells: 'halves of migrations' } as const;
const altered = `${shop['migrations/1_authors.sql']}-- A remark.\n`;

/** Not seeded: what COPY sends cannot be sent again as one text. */
const tenantWithUser = [
  "INSERT INTO tenants (id, name, subdomain, slug) VALUES ('00000000-0000-4000-8000-000000000001', 'Acme', 'acme', 'acme')",
  `INSERT INTO users (id, tenant_id, email, display_name, identity_provider, identity_provider_id)
VALUES ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'a@example.com', 'A', 'test', 'test|1')`,
];

export const scenarios: readonly Scenario[] = [
  { ...migrations, name: 'migrate up', args: up, files: shop, before: [] },
  {
    ...migrations,
    name: 'migrate up --tx-mode all',
    args: [...up, '--tx-mode', 'all'],
    files: shop,
    before: [],
  },
  {
    ...halves,
    name: 'migrate up, without a transaction',
    args: up,
    before: [],
    settle: ['migrate', 'mark', '2_books', '--reverted', '--yes'],
    isIdempotent: true,
  },
  {
    ...halves,
    name: 'migrate down, without a transaction',
    args: ['migrate', 'down'],
    before: [up],
    settle: ['migrate', 'mark', '2_books', '--applied', '--yes'],
    isIdempotent: false,
  },
  { ...migrations, ...onShop, name: 'migrate down', args: ['migrate', 'down'], isIdempotent: false },
  { ...migrations, ...onShop, name: 'migrate down --to', args: ['migrate', 'down', '--to', '1_authors'] },
  {
    ...migrations,
    ...onShop,
    name: 'migrate redo',
    args: ['migrate', 'redo', '--step', '2'],
    isIdempotent: false,
  },
  {
    ...changes,
    name: 'migrate mark --applied',
    args: ['migrate', 'mark', '2_books', '--applied', '--yes'],
    files: shop,
    before: [[...up, '--to', '1_authors']],
  },
  {
    ...changes,
    ...onShop,
    name: 'migrate mark --reverted',
    args: ['migrate', 'mark', '3_loans', '--reverted', '--yes'],
  },
  {
    ...changes,
    ...onShop,
    name: 'migrate repair',
    args: ['migrate', 'repair', '--yes'],
    changed: { 'migrations/1_authors.sql': altered, 'migrations/2_books.js': null },
  },
  {
    ...changes,
    name: 'migrate baseline',
    args: ['migrate', 'baseline', '2_books', '--yes'],
    files: shop,
    before: [],
    sql: ['CREATE TABLE authors (id int)', 'CREATE TABLE books (id int)'],
  },
  {
    name: 'seed run --set demo',
    args: ['seed', 'run', '--set', 'demo'],
    files: {},
    before: [up],
    isIdempotent: true,
    tells: 'rows',
  },
  {
    name: 'seed run --commit-every',
    args: [
      'seed',
      'run',
      '--tenants',
      '2',
      '--users-per-tenant',
      '3',
      '--random-seed',
      '7',
      '--commit-every',
      '3',
    ],
    files: {},
    before: [up],
    isIdempotent: true,
    tells: 'rows in steps',
  },
  {
    name: 'seed run --file',
    args: ['seed', 'run', '--file', 'tenants.json'],
    files: {
      'tenants.json': JSON.stringify({
        tenants: [
          { id: '00000000-0000-4000-8000-000000000001', name: 'Acme', slug: 'acme' },
          { id: '00000000-0000-4000-8000-000000000002', name: 'Globex', slug: 'globex' },
        ],
        users: [1, 2, 3].map((number) => ({
          id: `00000000-0000-4000-8000-00000000001${number}`,
          tenant_slug: number < 3 ? 'acme' : 'globex',
          email: `user${number}@example.com`,
          display_name: `User ${number}`,
          identity_provider: 'test',
          identity_provider_id: `test|${number}`,
        })),
      }),
    },
    before: [up],
    isIdempotent: true,
    tells: 'rows',
  },
  {
    name: 'seed run <names>',
    args: ['seed', 'run'],
    files: {
      ...shop,
      'seeds/1_authors.js': `export const config = { run: 'once' };
export async function seed(knex) {
  await knex('authors').insert([{ id: 1, name: 'Ada' }, { id: 2, name: 'Bo' }]);
}
`,
      'seeds/2_books.js': `export const config = { run: 'once' };
export async function seed(knex) {
  const { name } = await knex('authors').where({ id: 2 }).first();
  await knex('books').insert({ id: 2, title: \`By \${name}\` });
}
`,
    },
    before: [up],
    isIdempotent: true,
    tells: 'seeds',
  },
  {
    name: 'seed run <name>, without a transaction',
    args: ['seed', 'run', '1_authors'],
    files: {
      ...shop,
      'seeds/1_authors.js': `export const config = { run: 'once', transaction: false };
export async function seed(knex) {
  for (const id of [1, 2]) {
    await knex('authors').where({ id }).delete();
    await knex('authors').insert({ id, name: 'Ada' });
  }
}
`,
    },
    before: [up],
    settle: ['seed', 'run', '1_authors', '--force'],
    isIdempotent: true,
    tells: 'seeds',
  },
  {
    ...changes,
    name: 'seed clear',
    args: ['seed', 'clear', '--yes'],
    files: {},
    before: [up],
    sql: tenantWithUser,
  },
  {
    ...changes,
    name: 'seed clear --hard',
    args: ['seed', 'clear', '--hard', '--yes'],
    files: {},
    before: [up],
    sql: tenantWithUser,
  },
];

/** Those of a group of commands. */
export const scenariosOf = (group: 'migrate' | 'seed'): readonly Scenario[] =>
  scenarios.filter(({ args }) => args[0] === group);
