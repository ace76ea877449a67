import { babelfishBlindSpots } from '../../introspect/mssql/babelfish.ts';
import { type Answer, type DatabaseCheck, everywhere, ok, problem, warning } from '../check.ts';

/** Major versions of SQL Server by the name that people know. */
const releases: Readonly<Record<number, string>> = {
  11: '2012',
  12: '2014',
  13: '2016',
  14: '2017',
  15: '2019',
  16: '2022',
  17: '2025',
};
const OLDEST_MSSQL = 15;
const OLDEST_POSTGRES = 14;

/** Which server it is, and whether the tool supports it. */
export const version: DatabaseCheck = {
  id: 'version',
  on: everywhere,
  async run({ database: { server, dialect }, mssqlSettings }) {
    const edition = dialect === 'mssql' ? await mssqlSettings().catch(() => null) : null;
    return judgeVersion(server, edition?.edition ?? null);
  },
};

export function judgeVersion(
  { product, version: number }: { readonly product: string; readonly version: string },
  edition: string | null,
): Answer {
  const major = Number.parseInt(number, 10);
  switch (product) {
    case 'SQL Server': {
      const release = releases[major] === undefined ? '' : ` ${releases[major]}`;
      const name = `SQL Server${release} (${number})${edition === null ? '' : `, ${edition}`}`;
      return major < OLDEST_MSSQL
        ? problem(`${name} is not supported`, 'Use SQL Server 2019 or newer, or Azure SQL.')
        : ok(name);
    }
    case 'PostgreSQL':
      return major < OLDEST_POSTGRES
        ? problem(`PostgreSQL ${number} is not supported`, `Use PostgreSQL ${OLDEST_POSTGRES} or newer.`)
        : ok(`PostgreSQL ${number}`);
    case 'PGlite':
      return ok(`PGlite, PostgreSQL ${number}`);
    case 'Babelfish':
      return warning(
        `Babelfish, which calls itself ${number}: it takes the SQL of SQL Server and does not show everything`,
        `Use it to try things out. It cannot show: ${babelfishBlindSpots.join('; ')}.`,
      );
    default:
      return ok(`${product} (${number})${edition === null ? '' : `, ${edition}`}`);
  }
}
