import { basename } from 'node:path';
import type { Knex } from 'knex';
import { askable } from '../../database/ask.ts';
import type { Database } from '../../database/database.ts';
import type { SeedRecord } from '../record.ts';
import type { Source } from './source.ts';

/** How far a file has been loaded, as the database remembers it. */
export interface Position {
  /** Rows up to that number are in the database. */
  readonly from: number;
  /** Whether an earlier run with the same file did not come to its end. */
  readonly isResumed: boolean;
  /** Remembers that rows up to that number are in, in the transaction that brings them in. */
  readonly save: (trx: Knex, row: number) => Promise<void>;
  /** Remembers that all rows are in. */
  readonly finish: (trx: Knex, row: number, durationMs: number) => Promise<void>;
}

export interface PositionOptions {
  readonly path: string;
  readonly skipInvalid: boolean;
  readonly commitEvery?: number;
  readonly dryRun: boolean;
}

/**
 * Looks up where an interrupted run stopped; it counts only when the file is the same to the byte. A run in one transaction, or
 * from a stream, leaves no position, and forgets that of an earlier one.
 */
export async function openPosition(
  { knex }: Database,
  record: SeedRecord,
  source: Source,
  { path, skipInvalid, commitEvery, dryRun }: PositionOptions,
): Promise<Position> {
  const name = `file ${basename(path)}`.slice(0, 255);
  const before = (await record.read(askable(knex)))?.find((row) => row.name === name);
  const checksum = commitEvery === undefined || dryRun ? null : await source.checksum();
  if (checksum === null) {
    return {
      from: 0,
      isResumed: false,
      save: async () => undefined,
      finish: async (trx) => (before === undefined ? undefined : record.remove(trx, name)),
    };
  }
  await record.ensure(knex);
  const isResumed = before?.state === 'running' && before.checksum === checksum;
  const entry = { name, kind: 'file', checksum } as const;
  return {
    // With rows left out, each has to be looked at again: their file is to be the same.
    from: isResumed && !skipInvalid ? before.position : 0,
    isResumed,
    save: (trx, position) => record.write(trx, { ...entry, state: 'running', position, durationMs: null }),
    finish: (trx, position, durationMs) =>
      record.write(trx, { ...entry, state: 'done', position, durationMs }),
  };
}
