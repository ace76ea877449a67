// How peers migrate, in Node.js: each has the same migrations in the form that its users write, and its own command line.
// `write` puts a project into a folder in which `node_modules` is already there; `transaction` says what one transaction holds
// by default, a migration or the whole run.
import { join } from 'node:path';
import { installedVersion } from './install.mjs';
import { alembic, dbmate } from './migrate-others.mjs';

const modules = join(import.meta.dirname, 'node_modules');

/** A program of a package, run by Node.js itself: npx would be counted otherwise. */
function nodePeer({ name, package: packageName, program, ...more }) {
  return {
    name,
    async probe() {
      const version = installedVersion(packageName);
      if (version === undefined) throw new Error(`${packageName} is not installed in bench/peers`);
      return version;
    },
    command: (args) => [process.execPath, program ?? join(modules, packageName, more.bin), ...args],
    version: ['--version'],
    help: ['--help'],
    environment: (url) => ({ BENCH_URL: url }),
    ...more,
  };
}

const inQuotes = (statements, call) =>
  statements.map((sql) => `    ${call}(${JSON.stringify(sql)});`).join('\n');

/** Migrations in Knex's shape, as quodsi-db, umzug and Knex itself read them; `statements` is for the bare program. */
export function writeKnexMigrations(write, migrations) {
  for (const { name, statements, revert } of migrations) {
    write(
      `migrations/${name}.js`,
      `exports.statements = ${JSON.stringify(statements)};
exports.up = async function (knex) {
${inQuotes(statements, 'await knex.raw')}
};
exports.down = async function (knex) {
  await knex.raw(${JSON.stringify(revert)});
};
`,
    );
  }
}

const knex = nodePeer({
  name: 'Knex CLI',
  package: 'knex',
  bin: 'bin/cli.js',
  transaction: 'migration',
  up: ['migrate:latest', '--knexfile', 'knexfile.cjs'],
  write(write, migrations) {
    write('knexfile.cjs', "module.exports = { client: 'pg', connection: process.env.BENCH_URL };\n");
    writeKnexMigrations(write, migrations);
  },
});

const umzug = nodePeer({
  name: 'umzug with Knex',
  package: 'umzug',
  program: join(import.meta.dirname, 'umzug.cjs'),
  transaction: 'migration',
  // Its command line is its user's program, which has no version.
  version: undefined,
  up: ['up'],
  write: writeKnexMigrations,
});

const typeOrm = nodePeer({
  name: 'TypeORM',
  package: 'typeorm',
  bin: 'cli.js',
  transaction: 'run',
  up: ['migration:run', '--dataSource', 'data-source.js'],
  write(write, migrations) {
    write(
      'data-source.js',
      `const { DataSource } = require('typeorm');
module.exports = new DataSource({ type: 'postgres', url: process.env.BENCH_URL, migrations: ['migrations/*.js'] });
`,
    );
    for (const { number, name, statements, revert } of migrations) {
      // It takes the order from the thirteen digits at the end of the name.
      const className = `T${number}${1_735_689_600_000 + number}`;
      write(
        `migrations/${name}.js`,
        `module.exports = class ${className} {
  async up(queryRunner) {
${inQuotes(statements, 'await queryRunner.query')}
  }
  async down(queryRunner) {
    await queryRunner.query(${JSON.stringify(revert)});
  }
};
`,
      );
    }
  },
});

const mikroOrm = nodePeer({
  name: 'MikroORM',
  package: '@mikro-orm/cli',
  bin: 'cli',
  transaction: 'run',
  up: ['migration:up', '--config', 'mikro-orm.config.js'],
  write(write, migrations) {
    // It wants to be named as a dependency, and looks for a compiler unless told that all is JavaScript.
    const version = installedVersion('@mikro-orm/cli');
    write(
      'package.json',
      JSON.stringify({
        type: 'commonjs',
        private: true,
        dependencies: { '@mikro-orm/cli': version },
        'mikro-orm': { useTsNode: false },
      }),
    );
    write(
      'mikro-orm.config.js',
      `const { EntitySchema } = require('@mikro-orm/core');
const { Migrator } = require('@mikro-orm/migrations');
const { PostgreSqlDriver } = require('@mikro-orm/postgresql');
module.exports = {
  driver: PostgreSqlDriver,
  clientUrl: process.env.BENCH_URL,
  entities: [new EntitySchema({ name: 'T1', tableName: 't1', properties: { id: { type: 'number', primary: true } } })],
  extensions: [Migrator],
  migrations: { path: 'migrations', glob: '!(*.d).js', snapshot: false },
};
`,
    );
    for (const { number, name, statements, revert } of migrations) {
      write(
        `migrations/${name}.js`,
        `const { Migration } = require('@mikro-orm/migrations');
exports.T${number} = class T${number} extends Migration {
  async up() {
${inQuotes(statements, 'this.addSql')}
  }
  async down() {
    this.addSql(${JSON.stringify(revert)});
  }
};
`,
      );
    }
  },
});

const drizzleKit = nodePeer({
  name: 'drizzle-kit',
  package: 'drizzle-kit',
  bin: 'bin.cjs',
  transaction: 'run',
  up: ['migrate', '--config', 'drizzle.config.js'],
  write(write, migrations) {
    write(
      'drizzle.config.js',
      "module.exports = { dialect: 'postgresql', out: './migrations', dbCredentials: { url: process.env.BENCH_URL } };\n",
    );
    const entries = migrations.map(({ number, name }) => ({
      idx: number - 1,
      version: '7',
      when: 1_735_689_600_000 + number,
      tag: name,
      breakpoints: true,
    }));
    write(
      'migrations/meta/_journal.json',
      JSON.stringify({ version: '7', dialect: 'postgresql', entries }, undefined, 2),
    );
    for (const { name, statements } of migrations) {
      write(
        `migrations/${name}.sql`,
        statements
          .map((sql) => `${sql};`)
          .join('--> statement-breakpoint\n')
          .concat('\n'),
      );
    }
  },
});

const nodePgMigrate = nodePeer({
  name: 'node-pg-migrate',
  package: 'node-pg-migrate',
  bin: 'bin/node-pg-migrate.js',
  transaction: 'run',
  up: ['up'],
  environment: (url) => ({ DATABASE_URL: url }),
  write(write, migrations) {
    for (const { number, name, statements, revert } of migrations) {
      write(
        `migrations/${1_735_689_600_000 + number}_${name.split('_').at(-1)}.js`,
        `exports.up = (pgm) => {
${inQuotes(statements, 'pgm.sql')}
};
exports.down = (pgm) => {
  pgm.sql(${JSON.stringify(revert)});
};
`,
      );
    }
  },
});

/** By their ids on the command line, in the order in which they are told. */
export const peers = {
  knex,
  umzug,
  typeorm: typeOrm,
  mikroorm: mikroOrm,
  drizzle: drizzleKit,
  'node-pg-migrate': nodePgMigrate,
  dbmate,
  alembic,
};
