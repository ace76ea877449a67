import { createHash, type Hash } from 'node:crypto';
import type { Knex } from 'knex';
import type { RowBatches, SeedTable } from '../../src/seed/seed-table.ts';

/** What tells rows from others, in short. */
export interface RowChecksum {
  readonly rows: number;
  /** Of the rows in whatever order. */
  readonly anyOrder: string;
  /** Of the rows by index_id. */
  readonly inOrder: string;
  /** Of the rows by index_id, and of it: only where they were loaded in order into a new table, and none was taken back. */
  readonly numbered: string;
}

/** Of the rows of a table as knex reads them; the same on every engine. Memory does not grow with the table. */
export async function readRowChecksum(knex: Knex, table: SeedTable): Promise<RowChecksum> {
  const sum = summing(table);
  const names = table.columns.map(({ name }) => name);
  let last = 0;
  for (;;) {
    const query = knex(table.name).select('index_id', ...names);
    if (table.schema !== undefined) query.withSchema(table.schema);
    const page: Record<string, unknown>[] = await query
      .where('index_id', '>', last)
      .orderBy('index_id')
      .limit(20_000);
    for (const row of page) {
      last = Number(row.index_id);
      sum.add(
        last,
        names.map((name) => row[name]),
      );
    }
    if (page.length === 0) return sum.end();
  }
}

/** Of rows that are yet to be loaded, as they will be read. */
export async function rowChecksum(table: SeedTable, batches: RowBatches): Promise<RowChecksum> {
  const sum = summing(table);
  let number = 0;
  for await (const rows of batches) {
    for (const row of rows) {
      number += 1;
      sum.add(number, row);
    }
  }
  return sum.end();
}

function summing({ name, columns }: SeedTable) {
  const ordered: Record<'inOrder' | 'numbered', Hash> = {
    inOrder: createHash('sha256'),
    numbered: createHash('sha256'),
  };
  let rows = 0;
  // A sum does not tell one order from another, and unlike exclusive or tells rows that are there twice.
  let any = 0n;
  return {
    add(number: number, cells: readonly unknown[]): void {
      if (cells.length !== columns.length) throw new Error(`a row of ${name} has ${cells.length} cells`);
      const line = `${JSON.stringify(columns.map(({ type }, i) => cellOf(type.kind, cells[i])))}\n`;
      rows += 1;
      ordered.inOrder.update(line);
      ordered.numbered.update(`${number} ${line}`);
      any += BigInt(`0x${createHash('sha256').update(line).digest('hex')}`);
    },
    end: (): RowChecksum => ({
      rows,
      anyOrder: BigInt.asUintN(256, any).toString(16).padStart(64, '0'),
      inOrder: ordered.inOrder.digest('hex'),
      numbered: ordered.numbered.digest('hex'),
    }),
  };
}

/** A cell as every driver gives it. */
function cellOf(kind: string, cell: unknown): unknown {
  if (cell === undefined) throw new Error('a row lacks a column');
  if (cell === null) return null;
  switch (kind) {
    case 'uuid':
      return String(cell).toLowerCase();
    case 'timestamp':
      return cell instanceof Date ? cell.getTime() : new Date(String(cell)).getTime();
    case 'boolean':
      return cell === true || cell === 1;
    case 'int':
    case 'decimal':
      return Number(cell);
    default:
      return cell;
  }
}
