import pg from 'pg';

/** Databases of a server of its own, for the benches to migrate. */
export async function openDatabases(server) {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  const urlOf = (name, base = server) => {
    const url = new URL(base);
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    urlOf,
    version: (await client.query('SHOW server_version')).rows[0].server_version.split(' ')[0],
    async create(name) {
      await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await client.query(`CREATE DATABASE "${name}"`);
    },
    /** How many of the migrations are there as a whole: their last statement is a comment. */
    async migrated(name) {
      const reader = new pg.Client({ connectionString: urlOf(name) });
      await reader.connect();
      const { rows } = await reader.query(
        `SELECT count(*)::int AS found FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
         WHERE c.relname ~ '^t[0-9]+$' AND obj_description(c.oid, 'pg_class') = 'table ' || substr(c.relname, 2)`,
      );
      await reader.end();
      return rows[0].found;
    },
    close: () => client.end(),
  };
}
