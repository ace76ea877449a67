import { exitCodes } from '../../errors.ts';
import type { SeedRun, SeedScriptResult, SeedStep } from '../../seed/scripts/run-seeds.ts';
import type { Dialect } from '../../target.ts';
import { exitCodeOf, type Outcome } from '../command.ts';
import { dryRunText, resultMembers } from '../commands/run-report.ts';
import { columns, duration, moment, type Style } from '../style.ts';

/** The outcome of a run of seed files. */
export function seedRunOutcome(
  run: SeedRun,
  steps: readonly SeedStep[],
  { dialect, dryRun, pending }: { dialect: Dialect; dryRun: boolean; pending: number },
): Outcome {
  const results = resultMembers(run.results, dialect, dryRun);
  return {
    exitCode: run.error === undefined ? exitCodes.ok : exitCodeOf(run.error),
    json: { ...(dryRun ? { dryRun } : {}), pendingMigrations: pending, results },
    text: (style) =>
      dryRun
        ? dryRunText(
            run.results.filter(({ status }) => status !== 'skipped'),
            dialect,
            style,
            nothingToDo,
            'seed',
          )
        : resultsText(run.results, steps, style),
    error: run.error,
    isData: dryRun,
    isExact: dryRun,
  };
}

const nothingToDo = 'Nothing to do: every seed is done.';

const symbols = { done: '✔', skipped: '–', failed: '✖', 'not-run': '·' } as const;
const words = { done: 'done', skipped: 'skipped', failed: 'failed', 'not-run': 'not run' } as const;

function resultsText(results: readonly SeedScriptResult[], steps: readonly SeedStep[], style: Style): string {
  const paint = { done: style.good, skipped: style.dim, failed: style.bad, 'not-run': style.dim };
  const rows = results.map(({ name, status, durationMs }, index) => [
    symbols[status],
    name,
    words[status],
    status === 'skipped' ? whySkipped(steps[index]) : durationMs === null ? '' : duration(durationMs),
  ]);
  const table = columns(rows, (text, row, column) => {
    if (column === 1) return text;
    return column === 3 ? style.dim(text) : paint[results[row]?.status ?? 'done'](text);
  });
  const parts = (['done', 'skipped', 'failed', 'not-run'] as const)
    .map((status) => ({ status, number: results.filter((result) => result.status === status).length }))
    .filter(({ number }) => number > 0)
    .map(({ status, number }) => `${number} ${words[status]}`);
  return `${table}\n\n${parts.join(', ')}.`;
}

/** When it ran, and whether there is news in the file that it does not run for. */
function whySkipped(step: SeedStep | undefined): string {
  const { row, changed = false } = step?.state ?? {};
  const ran = row ? `ran ${moment(row.at)}` : '';
  return changed ? `${ran}, its file has changed since` : ran;
}
