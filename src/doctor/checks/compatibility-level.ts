import { quoteName } from '../../ddl/name.ts';
import { type Answer, type DatabaseCheck, ok, skipped, warning } from '../check.ts';

/** That of SQL Server 2019, the oldest version that is supported. */
const OLDEST = 150;

/** Whether the database still behaves like one of an older SQL Server. */
export const compatibilityLevel: DatabaseCheck = {
  id: 'compatibility-level',
  on: ['mssql'],
  async run({ database: { server }, mssqlSettings }) {
    if (server.product === 'Babelfish') return skipped('engine: Babelfish has none of its own');
    return judgeCompatibility((await mssqlSettings()).compatibilityLevel, server);
  },
};

export function judgeCompatibility(
  level: number | null,
  { product, version, database }: { product: string; version: string; database: string },
): Answer {
  if (level === null) return skipped('the server does not tell it');
  // Azure SQL calls itself version 12 whatever it can do.
  const newest = product === 'SQL Server' ? Number.parseInt(version, 10) * 10 : OLDEST;
  if (level >= OLDEST) return ok(level < newest ? `${level}; the server knows ${newest}` : String(level));
  return warning(
    `${level}: the database behaves like one of an older SQL Server`,
    `ALTER DATABASE ${quoteName('mssql', database)} SET COMPATIBILITY_LEVEL = ${Math.max(newest, OLDEST)};`,
  );
}
