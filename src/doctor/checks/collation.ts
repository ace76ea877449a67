import { quoteName } from '../../ddl/name.ts';
import type { PostgresSettings } from '../../introspect/postgres/settings.ts';
import { type Answer, type DatabaseCheck, everywhere, ok, warning } from '../check.ts';

/** How text is compared: whether "a" and "A" are one value, and whether indexes are sorted as the server sorts now. */
export const collation: DatabaseCheck = {
  id: 'collation',
  on: everywhere,
  async run({ database: { dialect, server }, mssqlSettings, postgresSettings }) {
    if (dialect === 'postgres') return judgeCollation(await postgresSettings(), server.database);
    const { collation: name, serverCollation, caseSensitive } = await mssqlSettings();
    const sense = caseSensitive
      ? 'case-sensitive, names of tables and columns too'
      : 'not case-sensitive: "a" and "A" are one value';
    const other =
      serverCollation === null || name === null || serverCollation === name
        ? ''
        : `; that of the server, and so of temporary tables, is ${serverCollation}`;
    return ok(`${name ?? 'not told'}, ${sense}${other}`);
  },
};

export function judgeCollation(settings: PostgresSettings, database: string): Answer {
  const { encoding, collation: name, collationVersion, actualCollationVersion } = settings;
  const what = `${name}, ${encoding}, case-sensitive: "a" and "A" are two values`;
  if (
    collationVersion !== null &&
    actualCollationVersion !== null &&
    collationVersion !== actualCollationVersion
  ) {
    const quoted = quoteName('postgres', database);
    return warning(
      `${name}: indexes on text were sorted by version ${collationVersion} of its rules, and the operating system has ${actualCollationVersion} now: rows may not be found, and duplicates not be noticed`,
      `REINDEX DATABASE ${quoted};\nALTER DATABASE ${quoted} REFRESH COLLATION VERSION;`,
    );
  }
  if (encoding !== 'UTF8') {
    return warning(
      `${what}; ${encoding} cannot hold every text`,
      "Make a new database with ENCODING 'UTF8' and move to it with pg_dump.",
    );
  }
  return ok(what);
}
