import { exitCodes } from '../../errors.ts';
import type { MigrationResult, Run } from '../../migrate/run/run-steps.ts';
import { showStatement } from '../../migrate/script/capture.ts';
import type { CodeResult } from '../../project-code/code-result.ts';
import { errorMembers } from '../../report/json.ts';
import type { Dialect } from '../../target.ts';
import { exitCodeOf, type Options, type Outcome } from '../command.ts';
import { columns, count, duration, type Style } from '../style.ts';

/** The outcome of up, down or redo. */
export function runOutcome(run: Run, dialect: Dialect, dryRun: boolean, nothing: string): Outcome {
  const results = resultMembers(run.results, dialect, dryRun);
  return {
    exitCode: run.error === undefined ? exitCodes.ok : exitCodeOf(run.error),
    json: dryRun ? { dryRun, results } : { results },
    text: (style) =>
      dryRun ? dryRunText(run.results, dialect, style, nothing) : resultsText(run.results, style, nothing),
    error: run.error,
    isData: dryRun,
    isExact: dryRun,
  };
}

/** What up and plan say when there is nothing for them. */
export function nothingToDo({ to }: Options): string {
  return `Nothing to do: every migration${typeof to === 'string' ? ` up to ${to}` : ''} is applied.`;
}

/** The results of a run as a document has them. */
export function resultMembers(
  results: readonly CodeResult<string>[],
  dialect: Dialect,
  dryRun: boolean,
): object[] {
  return results.map(({ name, status, durationMs, error, statements }) => ({
    name,
    status,
    durationMs,
    ...(error === undefined ? {} : { error: errorMembers(error) }),
    ...(dryRun ? { statements: statements.map((statement) => showStatement(dialect, statement)) } : {}),
  }));
}

const symbols = { applied: '✔', reverted: '✔', failed: '✖', 'not-run': '·' } as const;

function resultsText(results: readonly MigrationResult[], style: Style, nothing: string): string {
  if (results.length === 0) return nothing;
  const rows = results.map((result) => [
    symbols[result.status],
    result.name,
    outcomeOf(result),
    result.durationMs === null ? '' : duration(result.durationMs),
  ]);
  const table = columns(rows, (text, row, column) => {
    const status = results[row]?.status;
    if (column === 3) return style.dim(text);
    if (column === 1) return text;
    if (status === 'failed') return style.bad(text);
    return status === 'not-run' ? style.dim(text) : style.good(text);
  });
  const outcomes = results.map(outcomeOf);
  const parts = ['reverted', 'applied', 'failed', 'rolled back', 'not run']
    .filter((outcome) => outcomes.includes(outcome))
    .map((outcome) => `${outcomes.filter((each) => each === outcome).length} ${outcome}`);
  return `${table}\n\n${parts.join(', ')}.`;
}

/** What shares its transaction with one that failed did run, and nothing of it is left. */
function outcomeOf({ status, durationMs }: MigrationResult): string {
  if (status !== 'not-run') return status;
  return durationMs === null ? 'not run' : 'rolled back';
}

/** What was run and rolled back again, with the statements of each. */
export function dryRunText(
  results: readonly CodeResult<string>[],
  dialect: Dialect,
  style: Style,
  nothing: string,
  noun = 'migration',
): string {
  if (results.length === 0) return nothing;
  const blocks = results.map((result) => {
    const head =
      result.status === 'failed'
        ? `${style.bad('✖')} ${result.name} ${style.bad('failed')}`
        : result.durationMs === null
          ? style.dim(`· ${result.name} not tried`)
          : `${style.good('✔')} ${result.name} ${style.dim(duration(result.durationMs))}`;
    const sql = result.statements.map((statement) => terminated(showStatement(dialect, statement)));
    return [style.dim('-- ') + head, ...sql].join('\n');
  });
  const tried = results.filter((result) => result.durationMs !== null && result.status !== 'failed').length;
  return `${blocks.join('\n\n')}\n\n${style.dim('-- ')}Dry run: ${count(tried, noun)} ran and ${tried === 1 ? 'was' : 'were'} rolled back. The database is as it was.`;
}

/** A statement as it would stand in a file. */
export function terminated(sql: string): string {
  const trimmed = sql.trimEnd();
  return trimmed.endsWith(';') ? trimmed : `${trimmed};`;
}
