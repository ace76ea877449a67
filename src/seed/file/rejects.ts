import { createHash } from 'node:crypto';
import { access, open, rm, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { exitCodes, messageOf, QuodsiDbError } from '../../errors.ts';
import { reasonColumn, type SeedTableName } from './columns.ts';
import type { FileShape } from './read-rows.ts';

/** A row that was refused. */
export interface RejectedRow {
  readonly table: SeedTableName;
  readonly reason: string;
  /** The row as the file has it, as JSON. */
  readonly source: string;
}

/** `users.csv` gives `users.rejected.csv`. */
export function defaultRejects(path: string): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}.rejected${extension}`;
}

/**
 * Refuses a path that the rows could not be written to, before anything else is done.
 * Throws SEED_REJECTS: a file that is there already is never overwritten.
 */
export async function checkRejects(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw thereAlready(path);
  const folder = dirname(resolve(path));
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw rejectsError(
      path,
      'its folder does not exist',
      'Make the folder, or name another file: --rejects <path>.',
    );
}

type Pages = () => AsyncIterable<readonly RejectedRow[]>;

/**
 * Writes rejected rows to a file of their own.
 *
 * @param isResumed an earlier run that was interrupted may have written the file: then it has to hold the same
 */
export async function keepRejects(
  path: string,
  shape: FileShape,
  isResumed: boolean,
  pages: Pages,
): Promise<void> {
  const held = isResumed ? await readFileHash(path) : null;
  if (held === null) return writeRejects(path, shape, pages());
  const hash = createHash('sha256');
  for await (const text of rejectedText(shape, pages())) hash.update(text);
  if (hash.digest('hex') !== held) throw thereAlready(path);
}

/** Null where there is no such file. */
async function readFileHash(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  const hash = createHash('sha256');
  for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Writes the rows in the format of the file that they come from, with the reason in front. Removes the file when it fails. */
async function writeRejects(
  path: string,
  shape: FileShape,
  pages: AsyncIterable<readonly RejectedRow[]>,
): Promise<void> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw thereAlready(path);
    throw rejectsError(path, messageOf(error), 'Name another file: --rejects <path>.');
  });
  try {
    for await (const text of rejectedText(shape, pages)) await file.writeFile(text);
    await file.close();
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** What the file of rejected rows holds, piece by piece. */
async function* rejectedText(
  shape: FileShape,
  pages: AsyncIterable<readonly RejectedRow[]>,
): AsyncGenerator<string> {
  switch (shape.format) {
    case 'csv': {
      const line = (cells: readonly string[]) => csvLine(cells, shape.delimiter) + shape.lineEnd;
      // A file of rejected rows may be what was read: their old reasons make room for the new ones.
      const before = shape.header.findIndex((name) => name.trim().toLowerCase() === reasonColumn);
      const others = (cells: readonly string[]) => cells.filter((_, index) => index !== before);
      yield (shape.hasBom ? '\ufeff' : '') + line([reasonColumn, ...others(shape.header)]);
      for await (const rows of pages) {
        yield rows
          .map(({ reason, source }) => line([reason, ...others(JSON.parse(source) as string[])]))
          .join('');
      }
      return;
    }
    case 'ndjson':
      for await (const rows of pages)
        yield rows.map((row) => `${JSON.stringify(withReason(row))}\n`).join('');
      return;
    case 'json':
      yield* jsonText(shape.isDocument, pages);
  }
}

/** A list, or a document with a list for each table; rows come table by table then. */
async function* jsonText(
  isDocument: boolean,
  pages: AsyncIterable<readonly RejectedRow[]>,
): AsyncGenerator<string> {
  let table: SeedTableName | undefined;
  let isFirst = true;
  yield isDocument ? '{' : '[';
  for await (const rows of pages) {
    let text = '';
    for (const row of rows) {
      if (isDocument && row.table !== table) {
        text += `${table === undefined ? '' : '\n],'}\n"${row.table}": [`;
        table = row.table;
        isFirst = true;
      }
      text += `${isFirst ? '' : ','}\n${JSON.stringify(withReason(row))}`;
      isFirst = false;
    }
    yield text;
  }
  yield isDocument ? `${table === undefined ? '' : '\n]'}\n}\n` : '\n]\n';
}

function withReason({ reason, source }: RejectedRow): Readonly<Record<string, unknown>> {
  const row: unknown = JSON.parse(source);
  const isObject = typeof row === 'object' && row !== null && !Array.isArray(row);
  return { [reasonColumn]: reason, ...(isObject ? omit(row, reasonColumn) : { value: row }) };
}

function omit(row: object, name: string): object {
  return Object.fromEntries(Object.entries(row).filter(([each]) => each !== name));
}

function csvLine(cells: readonly string[], delimiter: string): string {
  const special = (cell: string) => /["\r\n]/.test(cell) || cell.includes(delimiter);
  return cells.map((cell) => (special(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
}

function thereAlready(path: string): QuodsiDbError {
  return rejectsError(path, 'it exists already', 'Move it away, or name another file: --rejects <path>.');
}

function rejectsError(path: string, why: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('SEED_REJECTS', `rejected rows cannot be written to ${path}: ${why}`, {
    hint,
    exitCode: exitCodes.usage,
  });
}
