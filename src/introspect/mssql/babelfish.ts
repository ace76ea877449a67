import { createHash } from 'node:crypto';

/**
 * The name that an index of Babelfish was given. There it is stored as the name, the table's name and the MD5 of the
 * name, all in one; so where the rest matches its MD5 the name is certain. PostgreSQL has room for 63 bytes: of a longer
 * one a part is gone, and what is stored is returned.
 */
export function babelfishIndexName(stored: string, table: string): string {
  const digest = stored.slice(-32);
  const name = stored.slice(0, -(32 + table.length));
  const md5 = createHash('md5').update(name).digest('hex');
  return md5 === digest ? name : stored;
}

/** What Babelfish cannot show of any object, in words for a person. */
export const babelfishBlindSpots: readonly string[] = [
  'whether a key or index is clustered',
  'filters of indexes',
  'names of defaults',
  'whether a constraint or index is disabled, and whether a constraint is trusted',
  'fill factor, IGNORE_DUP_KEY, compression and partition scheme',
  'whether a name was given by the server',
  'sequences',
  'security policies',
];
