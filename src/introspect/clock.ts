import type { Database } from '../database/database.ts';

/** What the server's clock showed, between two looks at this machine's. */
export interface ServerClock {
  readonly before: Date;
  readonly server: Date;
  readonly after: Date;
}

export async function readClock({ knex, dialect }: Database): Promise<ServerClock> {
  const before = new Date();
  const result: { now: Date }[] | { rows: { now: Date }[] } = await knex.raw(
    dialect === 'mssql' ? 'SELECT SYSUTCDATETIME() AS now' : 'SELECT clock_timestamp() AS now',
  );
  const after = new Date();
  const [row] = Array.isArray(result) ? result : result.rows;
  return { before, server: new Date(Number(row?.now)), after };
}
