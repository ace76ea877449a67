import { readFileSync } from 'node:fs';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Schema } from '../schema/model.ts';

/**
 * The schema in a file that "schema dump" wrote.
 *
 * @throws QuodsiDbError `BAD_DUMP`, exit code 78
 */
export function readDump(path: string, shown: string): Schema {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code !== undefined;
    throw badDump(missing ? `the dump ${shown} cannot be read` : `${shown} is not JSON`, cause);
  }
  const schema: unknown = Object(document).schema ?? document;
  if (!isSchema(schema)) throw badDump(`${shown} is not a dump of a schema`);
  return schema;
}

function isSchema(value: unknown): value is Schema {
  const { dialect, tables } = Object(value) as Partial<Schema>;
  return (
    (dialect === 'mssql' || dialect === 'postgres') &&
    Array.isArray(tables) &&
    tables.every((table) =>
      [table?.columns, table?.uniques, table?.indexes, table?.foreignKeys, table?.checks].every(
        Array.isArray,
      ),
    )
  );
}

function badDump(message: string, cause?: unknown): QuodsiDbError {
  return new QuodsiDbError('BAD_DUMP', message, {
    hint: 'Give a file that "quodsi-db schema dump --output <file>" wrote, a connection string, or the word database for that of the project.',
    exitCode: exitCodes.config,
    cause,
  });
}
