import type { Knex } from 'knex';
import type { Connection, TYPES } from 'tedious';
import { onConnection } from '../../database/clients.ts';
import type { Database } from '../../database/database.ts';
import { loadTedious } from '../../database/dialects/mssql-connect.ts';
import { quoteTable } from '../../ddl/name.ts';
import type { ColumnType } from '../../schema/column-type.ts';
import type { Cell, SeedRow, SeedTable } from '../seed-table.ts';
import { bulkRows, endingInOnePacket, nextMessage } from './bulk-rows.ts';
import { keepTrusted, refuseMissing, refuseOrphans, trustedConstraints } from './mssql-constraints.ts';

type Types = typeof TYPES;

/** A column as the driver takes it. */
type BulkColumn = Parameters<ReturnType<Connection['newBulkLoad']>['addColumn']>;

/** How a table is loaded. */
interface Load {
  readonly table: SeedTable;
  readonly columns: readonly BulkColumn[];
  readonly lockTable: boolean;
}

/**
 * Loads rows through the bulk-load protocol, no faster than the server takes them. Constraints that were trusted before
 * are so afterwards. Resolves to the number of rows.
 */
export async function loadMssql(
  { server }: Database,
  trx: Knex.Transaction,
  table: SeedTable,
  batches: AsyncGenerator<readonly SeedRow[]>,
  lockTable: boolean,
): Promise<number> {
  const { TYPES: types } = await loadTedious();
  const isBabelfish = server.product === 'Babelfish';
  const columns = table.columns.map(({ name, type, nullable }): BulkColumn => {
    const { type: bulkType, ...size } = columnType(types, name, type, isBabelfish);
    return [name, bulkType, { nullable, ...size }];
  });
  const send = (lock: boolean): Promise<number> => {
    const load = { table, columns, lockTable: lock };
    return onConnection(trx, (connection) => sendAll(connection as Connection, load, batches, isBabelfish));
  };
  // A temporary table is this session's own, so that a lock hinders nobody, and has no constraints.
  if (table.name.startsWith('#')) return send(true);
  await refuseMissing(trx, table);
  const trusted = await trustedConstraints(trx, table);
  const rows = await send(lockTable);
  await keepTrusted(trx, table, trusted);
  // Its bulk load heeds every rule of a table but foreign keys.
  if (isBabelfish) await refuseOrphans(trx, table);
  return rows;
}

async function sendAll(
  connection: Connection,
  load: Load,
  batches: AsyncGenerator<readonly SeedRow[]>,
  isBabelfish: boolean,
): Promise<number> {
  const rows = bulkRows(load.table, batches);
  let count = 0;
  try {
    for (;;) {
      const message = await nextMessage(rows);
      if (message === undefined) return count;
      const sent = sendMessage(connection, load, isBabelfish ? endingInOnePacket(rows, message) : message);
      count += await sent.catch((error: unknown) => {
        throw rows.failure?.error ?? error;
      });
      if (rows.failure !== undefined) throw rows.failure.error;
    }
  } finally {
    // The driver leaves the source of a load that failed as it is.
    await batches.return(undefined);
  }
}

function sendMessage(
  connection: Connection,
  { table, columns, lockTable }: Load,
  rows: AsyncGenerator<Cell[]>,
): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const load = connection.newBulkLoad(
      quoteTable('mssql', table),
      // A row is checked, and seen by triggers, as it is by an INSERT; constraints stay trusted.
      { checkConstraints: true, fireTriggers: true, keepNulls: true, lockTable },
      (error, count) => (error ? reject(error) : resolve(count ?? 0)),
    );
    for (const column of columns) load.addColumn(...column);
    connection.execBulkLoad(load, rows);
  });
}

/** The driver's type of a column, and how much it holds. */
function columnType(
  types: Types,
  column: string,
  type: ColumnType,
  isBabelfish: boolean,
): { type: Types[keyof Types]; length?: number; precision?: number; scale?: number } {
  switch (type.kind) {
    case 'uuid':
      return { type: types.UniqueIdentifier };
    case 'boolean':
      return { type: types.Bit };
    case 'int':
      return { type: types.Int };
    case 'bigint':
      return { type: types.BigInt };
    case 'decimal':
      // Babelfish reads as many bytes as the widest decimal has, whatever was announced.
      return { type: types.Decimal, precision: isBabelfish ? 38 : type.precision, scale: type.scale };
    case 'string':
      return { type: types.NVarChar, length: type.length };
    case 'text':
      return { type: types.NVarChar, length: Number.POSITIVE_INFINITY };
    case 'timestamp':
      return { type: types.DateTime2, scale: type.precision };
    case 'native':
      throw new Error(`column ${column} has the type ${type.sql}, of which no rows are loaded`);
  }
}
