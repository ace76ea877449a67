import { exitCodes } from '../../errors.ts';
import type { Verification, Verified, VerifyStatus } from '../../migrate/verify/verify.ts';
import { errorMembers } from '../../report/json.ts';
import type { Dialect } from '../../target.ts';
import { exitCodeOf, type Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { findingsOutcome } from '../findings-outcome.ts';
import { columns, count, duration, type Style } from '../style.ts';
import { lossPath, verifyFindings } from '../verify-findings.ts';

const passed = 'Every migration that was verified can be taken back.';

export function nothingToVerify(context: Context): Promise<Outcome> {
  return findingsOutcome(
    context,
    { findings: [], skipped: [] },
    {
      passed: 'Nothing to verify: every migration is applied. --all verifies them too.',
      members: { results: [] },
    },
  );
}

/** Results by migration, and findings; an error that ended the run decides the exit code. */
export async function verifyOutcome(
  context: Context,
  { results, error }: Verified,
  dialect: Dialect,
  data: boolean,
): Promise<Outcome> {
  const outcome = await findingsOutcome(context, verifyFindings(results, dialect), {
    passed,
    members: { results: results.map((result) => members(result, data)) },
  });
  return {
    ...outcome,
    exitCode: error === undefined ? outcome.exitCode : exitCodeOf(error),
    text: (style) =>
      [
        resultsText(results, style),
        // With an error, nobody can say that all is well.
        ...(error !== undefined && outcome.exitCode === exitCodes.ok ? [] : [outcome.text(style)]),
      ].join('\n\n'),
    ...(error === undefined ? {} : { error }),
  };
}

function members(result: Verification, data: boolean): Record<string, unknown> {
  const { migration, status, durationMs, unrestored, failed, rows } = result;
  return {
    name: migration.file.name,
    status,
    durationMs,
    destructive: migration.destructive,
    losses: unrestored.map((loss) => ({ object: lossPath(loss), how: loss.how })),
    ...(failed === null ? {} : { error: errorMembers(failed.error) }),
    ...(data && rows !== null ? { rows: { planted: rows.planted, unplanted: rows.unplanted } } : {}),
  };
}

const words: Readonly<Record<VerifyStatus, string>> = {
  reversible: 'reversible',
  'data-loss': 'reversible with data loss',
  irreversible: 'irreversible',
  'not-restored': 'not restored',
  'not-repeatable': 'not repeatable',
  'fails-on-rows': 'fails on rows',
  failed: 'failed',
  'not-run': 'not run',
};

const symbols: Readonly<Record<VerifyStatus, string>> = {
  reversible: '✔',
  'data-loss': '!',
  irreversible: '✖',
  'not-restored': '✖',
  'not-repeatable': '✖',
  'fails-on-rows': '✖',
  failed: '✖',
  'not-run': '·',
};

function resultsText(results: readonly Verification[], style: Style): string {
  const rows = results.map((result) => [
    symbols[result.status],
    result.migration.file.name,
    words[result.status] +
      (result.unrestored.length === 0 ? '' : ` (${result.unrestored.map(lossPath).join(', ')})`),
    plantedText(result),
    result.durationMs === null ? '' : duration(result.durationMs),
  ]);
  return columns(rows, (text, row, column) => {
    const status = results[row]?.status ?? 'not-run';
    if (column === 1) return text;
    if (column > 2 || status === 'not-run') return style.dim(text);
    if (status === 'reversible') return style.good(text);
    return status === 'data-loss' ? style.warn(text) : style.bad(text);
  });
}

function plantedText({ rows }: Verification): string {
  if (rows === null || rows.kept.size === 0) return '';
  const number = [...rows.kept.values()].reduce((sum, table) => sum + table.rows.length, 0);
  return `${count(number, 'row')} in ${count(rows.kept.size, 'table')}`;
}
