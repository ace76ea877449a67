import type { Knex } from 'knex';
import type { Connection, TYPES } from 'tedious';
import { onConnection } from '../../database/clients.ts';
import type { Database, Server } from '../../database/database.ts';
import { quoteTable } from '../../ddl/name.ts';
import type { ColumnType } from '../../schema/column-type.ts';
import type { Cell, SeedRow, SeedTable } from '../seed-table.ts';
import { badCell, cellCheck } from './cell.ts';
import { keepTrusted, refuseMissing, refuseOrphans, trustedConstraints } from './mssql-constraints.ts';

/** Rows of one message. A server says what is wrong with a row when it has the whole of it. */
const MESSAGE = 50_000;
/** Precision from which a decimal takes as many bytes as it can. */
const WIDEST = 38;

/** Where rows come from. */
interface Source {
  readonly table: SeedTable;
  readonly batches: AsyncGenerator<readonly SeedRow[]>;
  readonly checks: readonly ((cell: Cell) => Cell)[];
  /** Rows taken so far. */
  position: number;
  failure: { readonly error: unknown } | undefined;
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
): Promise<number> {
  if (table.name.startsWith('#'))
    return onConnection(trx, (connection) => sendAll(connection as Connection, server, table, batches));
  await refuseMissing(trx, table);
  const trusted = await trustedConstraints(trx, table);
  const rows = await onConnection(trx, (connection) =>
    sendAll(connection as Connection, server, table, batches),
  );
  await keepTrusted(trx, table, trusted);
  // Its bulk load heeds every rule of a table but foreign keys.
  if (server.product === 'Babelfish') await refuseOrphans(trx, table);
  return rows;
}

async function sendAll(
  connection: Connection,
  server: Server,
  table: SeedTable,
  batches: Source['batches'],
): Promise<number> {
  const { TYPES: types } = await import('tedious').then((tedious) => tedious.default ?? tedious);
  const checks = table.columns.map((column) => cellCheck(column, 'mssql'));
  const source: Source = { table, batches, checks, position: 0, failure: undefined };
  let rows = 0;
  try {
    for (;;) {
      const first = await nextBatch(source);
      if (first === undefined) return rows;
      rows += await sendMessage(connection, server, types, source, first);
    }
  } finally {
    // The driver leaves the source of a load that failed as it is.
    await batches.return(undefined);
  }
}

async function sendMessage(
  connection: Connection,
  { product }: Server,
  types: Types,
  source: Source,
  first: readonly SeedRow[],
): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    const load = connection.newBulkLoad(
      quoteTable('mssql', source.table),
      {
        // A row is checked, and seen by triggers, as it is by an INSERT; constraints stay trusted.
        checkConstraints: true,
        fireTriggers: true,
        keepNulls: true,
        // A temporary table is this session's own, so that a lock hinders nobody.
        lockTable: source.table.name.startsWith('#'),
      },
      (error, count) => {
        if (source.failure !== undefined) reject(source.failure.error);
        else if (error) reject(error);
        else resolve(count ?? 0);
      },
    );
    for (const { name, type, nullable } of source.table.columns) {
      const [driverType, size] = columnType(types, name, type);
      // Babelfish reads the widest decimal whatever was announced, and so the bytes behind a narrower one.
      const widened = product === 'Babelfish' && size.precision !== undefined ? { precision: WIDEST } : {};
      load.addColumn(name, driverType, { nullable, ...size, ...widened });
    }
    connection.execBulkLoad(load, messageRows(source, first));
  });
}

/**
 * The rows of one message. When they end with an error, what was sent by then is loaded before it is thrown: a message
 * that is broken off costs the connection on some servers, and the caller's transaction takes it back in any case.
 */
async function* messageRows(source: Source, first: readonly SeedRow[]): AsyncGenerator<Cell[]> {
  const end = source.position + MESSAGE;
  try {
    for (let batch: typeof first | undefined = first; batch !== undefined; ) {
      for (const row of batch) yield checkedRow(source, row);
      batch = source.position < end ? await nextBatch(source) : undefined;
    }
  } catch (error) {
    source.failure = { error };
  }
}

/** The next rows; the driver cannot send a message without any. */
async function nextBatch({ batches }: Source): Promise<readonly SeedRow[] | undefined> {
  for (;;) {
    const { value, done } = await batches.next();
    if (done) return undefined;
    if (value.length > 0) return value;
  }
}

function checkedRow(source: Source, row: SeedRow): Cell[] {
  source.position += 1;
  let column = 0;
  try {
    const cells: Cell[] = [];
    for (; column < source.checks.length; column += 1)
      cells.push((source.checks[column] as (cell: Cell) => Cell)(row[column] as Cell));
    return cells;
  } catch (error) {
    throw badCell(error, source.table, source.position, column);
  }
}

type Types = typeof TYPES;

/** The driver's type of a column, and how much it holds. */
function columnType(
  types: Types,
  column: string,
  type: ColumnType,
): [Types[keyof Types], { length?: number; precision?: number; scale?: number }] {
  switch (type.kind) {
    case 'uuid':
      return [types.UniqueIdentifier, {}];
    case 'boolean':
      return [types.Bit, {}];
    case 'int':
      return [types.Int, {}];
    case 'bigint':
      return [types.BigInt, {}];
    case 'decimal':
      return [types.Decimal, { precision: type.precision, scale: type.scale }];
    case 'string':
      return [types.NVarChar, { length: type.length }];
    case 'text':
      return [types.NVarChar, { length: Number.POSITIVE_INFINITY }];
    case 'timestamp':
      return [types.DateTime2, { scale: type.precision }];
    case 'native':
      throw new Error(`column ${column} has the type ${type.sql}, of which no rows are loaded`);
  }
}
