import { exitCodes } from '../../errors.ts';
import type { SeedCounts } from '../../seed/run-options.ts';
import type { Outcome } from '../command.ts';
import { duration, type Style } from '../style.ts';
import type { RowsJob, SeedManner } from './job.ts';
import { previewJson, previewText, type TablePreview } from './preview.ts';
import { number } from './progress.ts';
import type { JobResult } from './run-job.ts';

/** Cells that a line may have where no terminal sets its width. */
const ROOMY = 120;

export interface Shown {
  /** What would have been written. */
  readonly previews: readonly TablePreview[];
  /** Cells of the terminal; undefined where there is none, and room for all. */
  readonly width: number | undefined;
}

/** The outcome of a run that writes rows. */
export function seedOutcome(
  job: RowsJob,
  manner: SeedManner,
  result: JobResult,
  { previews, width = ROOMY }: Shown,
): Outcome {
  const { inserted, skipped, durationMs, rejected, rejectsFile } = result;
  const warnings = misfitLines(result.misfits);
  return {
    exitCode: exitCodes.ok,
    json: {
      source: job.kind,
      ...(manner.dryRun ? { dryRun: true } : {}),
      inserted,
      skipped,
      ...(rejected === undefined ? {} : { rejected }),
      ...(rejectsFile === undefined ? {} : { rejectsFile }),
      ...(warnings.length === 0 ? {} : { warnings }),
      durationMs: Math.round(durationMs),
      ...(previews.length === 0 ? {} : { preview: previewJson(previews) }),
    },
    text: (style) =>
      [
        ...(previews.length === 0 ? [] : [previewText(previews, style, width), '']),
        summary(result, manner, style),
      ].join('\n'),
    isData: manner.dryRun,
  };
}

function summary(result: JobResult, { dryRun }: SeedManner, style: Style): string {
  const { inserted, skipped, durationMs, rejected = 0, rejectsFile } = result;
  const there = total(skipped) === 0 ? null : rows(skipped);
  const one = total(skipped) === 1;
  const lines: string[] = [];
  if (total(inserted) > 0) {
    const done = `${style.good('✔')} Inserted ${style.bold(rows(inserted))} in ${duration(durationMs)}.`;
    lines.push(dryRun ? `Dry run: ${rows(inserted)} would be inserted.` : done);
    if (there !== null) lines.push(`${there} ${one ? 'was' : 'were'} there already, and left as they are.`);
  } else {
    const why = there === null ? '' : `: ${there} ${one ? 'is' : 'are'} there already`;
    lines.push(`${dryRun ? 'Dry run: nothing' : 'Nothing'} to insert${why}.`);
  }
  if (rejected > 0) {
    const where = rejectsFile === undefined ? '' : `; see ${rejectsFile}`;
    lines.push(`${style.warn(rowCount(rejected))} wrong and left out${where}.`);
  }
  lines.push(...misfitLines(result.misfits).map((line) => style.warn(line)));
  if (dryRun) lines.push('All of it was rolled back: the database is as it was.');
  return lines.join('\n');
}

/** What is in the tables now, although no rule of theirs was broken; a run before may have brought it. */
function misfitLines(misfits: JobResult['misfits']): string[] {
  const tenants = (count: number) => `${number(count)} ${count === 1 ? 'tenant' : 'tenants'}`;
  const { overfull, deleted } = misfits ?? { overfull: 0, deleted: 0 };
  const show = 'to see them: quodsi-db validate data';
  return [
    ...(overfull > 0 ? [`${tenants(overfull)} now with more live users than max_users; ${show}`] : []),
    ...(deleted > 0 ? [`${tenants(deleted)} now soft-deleted with users that are not; ${show}`] : []),
  ];
}

const rowCount = (count: number): string => `${number(count)} ${count === 1 ? 'row was' : 'rows were'}`;

const total = ({ tenants, users }: SeedCounts): number => tenants + users;

/** `3 tenants and 9 users`; what there is none of is left out. */
function rows({ tenants, users }: SeedCounts): string {
  return [
    ...(tenants > 0 ? [`${number(tenants)} tenant${tenants === 1 ? '' : 's'}`] : []),
    ...(users > 0 ? [`${number(users)} user${users === 1 ? '' : 's'}`] : []),
  ].join(' and ');
}
