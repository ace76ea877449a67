import { statSync } from 'node:fs';
import { collectFaults } from '../../seed/file/faults.ts';
import type { FileRow } from '../../seed/file/file-row.ts';
import { readRows } from '../../seed/file/read-rows.ts';
import { withSource } from '../../seed/file/source.ts';
import type { Context } from '../context.ts';
import { filePath } from './file-path.ts';
import type { FileJob } from './job.ts';
import { PREVIEW_ROWS, type TablePreview } from './preview.ts';

/**
 * The first rows of a file as they are in it, by table. What is wrong with them is told by the run, which reads them all.
 * Nothing of standard input and pipes, which can be read only once.
 */
export function previewFile(
  { global, signal }: Pick<Context, 'global' | 'signal'>,
  { path, table }: FileJob,
): Promise<readonly TablePreview[]> | readonly TablePreview[] {
  const opened = filePath(global, path);
  const found = opened === '-' ? undefined : statSync(opened, { throwIfNoEntry: false });
  const isStream = found !== undefined && !found.isFile() && !found.isDirectory();
  if (opened === '-' || isStream) return [];
  return withSource({ path: opened, signal }, async (source) => {
    const rows: FileRow[] = [];
    for await (const batch of readRows(source, undefined, table, collectFaults(1)).batches) {
      rows.push(...batch.slice(0, PREVIEW_ROWS - rows.length));
      if (rows.length === PREVIEW_ROWS) break;
    }
    return (['tenants', 'users'] as const).flatMap((name) => {
      const own = rows.filter((row) => row.table === name).map(({ values }) => values);
      const columns = [...new Set(own.flatMap(Object.keys))];
      return own.length === 0 ? [] : [{ table: name, total: null, columns, rows: own }];
    });
  });
}
