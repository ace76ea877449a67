import type { Connection, TYPES } from 'tedious';

import { quoteTable } from '../../ddl/name.ts';
import type { ColumnType } from '../../schema/column-type.ts';
import type { Cell, SeedRow, SeedTable } from '../seed-table.ts';
import { badCell, cellCheck } from './cell.ts';

type Batches = AsyncGenerator<readonly SeedRow[]>;

/** Sends rows through the bulk-load protocol, no faster than the server takes them. Resolves to the number of rows. */
export async function bulkLoad(
  connection: Connection,
  table: SeedTable,
  batches: Batches,
  signal: AbortSignal,
): Promise<number> {
  const { TYPES: types } = await import('tedious').then((tedious) => tedious.default ?? tedious);
  const rows = checkedRows(table, batches);
  let cancel: () => void = () => undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      const load = connection.newBulkLoad(
        quoteTable('mssql', table),
        {
          // A row is checked, and seen by triggers, as it is by an INSERT; constraints stay trusted.
          checkConstraints: true,
          fireTriggers: true,
          keepNulls: true,
          // A temporary table is this session's own, so that a lock hinders nobody.
          lockTable: table.name.startsWith('#'),
        },
        (error, count) => (error ? reject(error) : resolve(count ?? 0)),
      );
      cancel = () => load.cancel();
      signal.addEventListener('abort', cancel, { once: true });
      for (const { name, type, nullable } of table.columns) {
        const [driverType, size] = columnType(types, name, type);
        load.addColumn(name, driverType, { nullable, ...size });
      }
      connection.execBulkLoad(load, rows);
    });
  } finally {
    signal.removeEventListener('abort', cancel);
    // The driver leaves the source of a load that failed as it is.
    await rows.return(undefined);
  }
}

async function* checkedRows(table: SeedTable, batches: Batches): AsyncGenerator<Cell[]> {
  const checks = table.columns.map((column) => cellCheck(column, 'mssql'));
  let position = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      position += 1;
      yield checkedRow(table, checks, row, position);
    }
  }
}

function checkedRow(
  table: SeedTable,
  checks: readonly ((cell: Cell) => Cell)[],
  row: SeedRow,
  position: number,
): Cell[] {
  let column = 0;
  try {
    const cells: Cell[] = [];
    for (; column < checks.length; column += 1)
      cells.push((checks[column] as (cell: Cell) => Cell)(row[column] as Cell));
    return cells;
  } catch (error) {
    throw badCell(error, table, position, column);
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
