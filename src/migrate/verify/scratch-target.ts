import type { MssqlTarget, PostgresTarget, Target } from '../../target.ts';

/** Another database of the same server, for the same login. The name is a plain word. */
export function inDatabase(target: Target, name: string): MssqlTarget | PostgresTarget {
  // Labels end in the name of the database.
  const label = `${target.label.slice(0, target.label.lastIndexOf('/'))}/${name}`;
  switch (target.kind) {
    case 'mssql':
      return { ...target, database: name, label };
    case 'postgres': {
      const connectionString = target.connectionString.replace(
        /^(postgresql:\/\/[^/]*\/)[^?]*/,
        (_match, server: string) => server + name,
      );
      return { ...target, database: name, connectionString, label };
    }
    case 'pglite':
      throw new Error('an embedded database has no server');
  }
}
