import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoteNames, quoteTable } from '../../ddl/name.ts';
import type { SeedTable } from '../seed-table.ts';

/** Chunks of COPY's text, made while they are read. */
export type Chunks = AsyncIterable<Buffer>;

/** PGlite copies what it reads into its own memory, so not all at once; and stands still meanwhile, so not too much. */
const BLOB = 4 * 1024 * 1024;

/** Sends chunks through COPY FROM STDIN, no faster than the server takes them. Resolves to the number of rows. */
export async function copyToPostgres(
  client: Client,
  table: SeedTable,
  chunks: Chunks,
  signal: AbortSignal,
): Promise<number> {
  const copy = client.query(copyFrom(copySql(table, 'STDIN')));
  await pipeline(Readable.from(chunks, { objectMode: true, highWaterMark: 1 }), copy, { signal });
  return copy.rowCount;
}

/** The same for the embedded database, which reads files only: one of some megabytes after the other. */
export async function copyToPglite(
  pglite: PGlite,
  table: SeedTable,
  chunks: Chunks,
  signal: AbortSignal,
): Promise<number> {
  let rows = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const send = async (): Promise<void> => {
    const { affectedRows } = await pglite.query(copySql(table, "'/dev/blob'"), [], {
      blob: new Blob(waiting),
    });
    rows += affectedRows ?? 0;
    waiting = [];
    size = 0;
  };
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    waiting.push(chunk);
    size += chunk.length;
    if (size >= BLOB) await send();
  }
  if (size > 0) await send();
  return rows;
}

function copySql(table: SeedTable, from: string): string {
  const columns = table.columns.map(({ name }) => name);
  return `COPY ${quoteTable('postgres', table)} (${quoteNames('postgres', columns)}) FROM ${from} WITH (FORMAT text, ENCODING 'UTF8')`;
}
