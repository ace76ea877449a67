import { extname } from 'node:path';

export const fileFormats = ['csv', 'json', 'ndjson'] as const;
export type FileFormat = (typeof fileFormats)[number];

const byExtension: Readonly<Record<string, FileFormat>> = {
  '.csv': 'csv',
  '.tsv': 'csv',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
};

/**
 * The format that the name of the file tells, or else its first bytes. `.json` is looked at too, since many files of that
 * name have a row a line.
 */
export function formatOf(path: string, head: Buffer): FileFormat {
  return byExtension[extname(path).toLowerCase()] ?? formatOfContent(head);
}

function formatOfContent(head: Buffer): FileFormat {
  const text = head.toString('utf8').trimStart();
  if (text.startsWith('[')) return 'json';
  if (!text.startsWith('{')) return 'csv';
  const end = text.indexOf('\n');
  const first = parsed(end < 0 ? text : text.slice(0, end));
  if (first === undefined) return 'json';
  const isDocument = Array.isArray(first.tenants) || Array.isArray(first.users);
  return isDocument ? 'json' : 'ndjson';
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
