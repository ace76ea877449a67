import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { QuodsiDbError } from '../../src/errors.ts';
import { type CheckedRow, checkRow } from '../../src/seed/file/check-row.ts';
import type { SeedTableName } from '../../src/seed/file/columns.ts';
import { collectFaults, faultText } from '../../src/seed/file/faults.ts';
import type { FileRow } from '../../src/seed/file/file-row.ts';
import type { FileFormat } from '../../src/seed/file/format.ts';
import { readRows } from '../../src/seed/file/read-rows.ts';
import { withSource } from '../../src/seed/file/source.ts';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-seed-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Read {
  readonly rows: readonly (FileRow & { readonly checked: CheckedRow })[];
  /** What is told, in order. */
  readonly faults: readonly string[];
}

interface ReadOptions {
  readonly format?: FileFormat;
  readonly into?: SeedTableName;
  /** Bytes come in pieces of that size. */
  readonly pieces?: number;
}

/** Reads and checks the content as a file of that name, without a database. */
export async function read(
  name: string,
  content: string | Buffer,
  { format, into, pieces }: ReadOptions = {},
): Promise<Read> {
  const folder = temporaryFolder();
  const path = join(folder, name);
  const bytes = Buffer.from(content);
  writeFileSync(path, bytes);
  const input = pieces === undefined ? undefined : Readable.from(inPieces(bytes, pieces));
  const { signal } = new AbortController();
  return withSource({ path: input === undefined ? path : '-', input, signal }, async (source) => {
    const faults = collectFaults(100);
    const named = { ...source, name: path };
    const opened = readRows(named, format, into, faults);
    const rows: Read['rows'][number][] = [];
    for await (const batch of opened.batches) {
      for (const row of batch) {
        const checked = checkRow(row, opened.untold);
        rows.push({ ...row, checked });
        for (const fault of checked.faults ?? []) faults.add({ row: row.row, place: row.place, ...fault });
      }
    }
    return { rows, faults: faults.first().map(faultText) };
  });
}

function* inPieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What a refusal says: code, exit code, message, and the details where there are some. */
export async function refusal(work: Promise<unknown>): Promise<string[]> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof QuodsiDbError)) throw error;
  return [`${error.code} ${error.exitCode}`, error.message, ...error.details, error.hint ?? ''];
}
