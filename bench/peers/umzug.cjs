// umzug as its users set it up with Knex: a program with its command line, each migration in a transaction, its name in a table.
const createKnex = require('knex');
const { Umzug } = require('umzug');

async function main() {
  const knex = createKnex({ client: 'pg', connection: process.env.BENCH_URL });
  const umzug = new Umzug({
    migrations: {
      glob: 'migrations/*.js',
      resolve: ({ name, path }) => {
        const { up, down } = require(path);
        return { name, up: () => knex.transaction(up), down: () => knex.transaction(down) };
      },
    },
    storage: {
      async executed() {
        await knex.raw('CREATE TABLE IF NOT EXISTS umzug (name text PRIMARY KEY)');
        return (await knex('umzug').orderBy('name')).map(({ name }) => name);
      },
      logMigration: ({ name }) => knex('umzug').insert({ name }),
      unlogMigration: ({ name }) => knex('umzug').where({ name }).delete(),
    },
    logger: undefined,
  });
  await umzug.runAsCLI();
  await knex.destroy();
}

main();
