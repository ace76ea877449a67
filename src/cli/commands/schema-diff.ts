import { resolve } from 'node:path';
import { parseTarget } from '../../config/target.ts';
import { withDatabase } from '../../database/database.ts';
import { CONNECT_RETRY } from '../../database/retry.ts';
import type { Change, Diff } from '../../diff/change.ts';
import { diff } from '../../diff/diff.ts';
import { exitCodes } from '../../errors.ts';
import { introspect } from '../../introspect/introspect.ts';
import { visibleLine } from '../../report/visible.ts';
import type { Schema } from '../../schema/model.ts';
import type { Handler } from '../command.ts';
import type { Context } from '../context.ts';
import { DEFAULT_LOCK_TIMEOUT } from '../project-database.ts';
import { readDump } from '../read-dump.ts';
import { count, type Style } from '../style.ts';

const run: Handler = async (context, [from = '', to = '']) => {
  // One after the other: both may be the same embedded folder.
  const before = await readSide(context, from);
  const after = await readSide(context, to);
  const { changes, skipped } = diff(before, after);
  // A table is told as one, its foreign keys included.
  const result: Diff = { changes: changes.filter(({ withTable }) => !withTable), skipped };
  return {
    exitCode: result.changes.length === 0 ? exitCodes.ok : exitCodes.findings,
    isData: true,
    json: {
      changes: result.changes.map((change) => ({
        action: change.action,
        kind: change.kind,
        object: pathOf(change),
        ...(change.action === 'modify' ? { facets: change.facets, confidence: change.confidence } : {}),
      })),
      skipped: result.skipped,
    },
    text: (style) => diffText(result, style),
  };
};

export default run;

/** A dump's file, a connection string, or the word for the project's own database. */
async function readSide(context: Context, text: string): Promise<Schema> {
  const project = await context.project();
  const isUrl = /^[a-z+]+:\/\/|^pglite:|^(?:server|data source)\s*=/i.test(text);
  if (text !== 'database' && !isUrl) return readDump(resolve(context.global.cwd, text), text);
  const target = isUrl ? parseTarget(text, { cwd: context.global.cwd }) : project.target();
  const options = {
    command: context.command,
    lockTimeout: DEFAULT_LOCK_TIMEOUT,
    retryFor: CONNECT_RETRY,
    retryAll: false,
    create: false,
    signal: context.signal,
    onWait: context.note,
  };
  return withDatabase(target, options, (database) =>
    introspect(database, { historyTable: project.migrations.table }),
  );
}

const pathOf = ({ kind, object: { schema, table, name } }: Change) =>
  kind === 'schema' ? name : [schema, ...(table === undefined ? [] : [table]), name].join('.');

function diffText({ changes, skipped }: Diff, style: Style): string {
  const lines = changes.map((change) => {
    const what = visibleLine(`${change.kind.replace('-', ' ')} ${pathOf(change)}`);
    if (change.action === 'add') return style.good(`+ ${what}`);
    if (change.action === 'drop') return style.bad(`- ${what}`);
    const facets = change.facets.map(
      ({ name, from, to }) =>
        `    ${name.replaceAll('-', ' ')}: ${visibleLine(from ?? 'none')} → ${visibleLine(to ?? 'none')}`,
    );
    const unsure = change.confidence === 'low' ? ' (not certain)' : '';
    return [style.warn(`~ ${what}${unsure}`), ...facets].join('\n');
  });
  const result = lines.length === 0 ? 'The two are the same.' : `${count(lines.length, 'difference')}.`;
  const rest =
    skipped.length === 0 ? '' : ` ${style.dim(`${skipped.length} skipped (not comparable here).`)}`;
  return [...lines, ...(lines.length === 0 ? [] : ['']), result + rest].join('\n');
}
