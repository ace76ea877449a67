import { readFileSync } from 'node:fs';
import type { Schema } from '../schema/model.ts';
import { badDump, parseDump } from './parse-dump.ts';

/**
 * The schema in a file that "schema dump" wrote.
 *
 * @param shown the name of the file, for the error
 * @throws QuodsiDbError `BAD_DUMP`, exit code 78
 */
export function readDump(path: string, shown: string): Schema {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw badDump(`the dump ${shown} cannot be read`, cause);
  }
  return parseDump(text, shown);
}
