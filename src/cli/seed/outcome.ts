import { exitCodes } from '../../errors.ts';
import type { Outcome } from '../command.ts';
import { duration, type Style } from '../style.ts';
import type { RowsJob, SeedManner } from './job.ts';
import { previewJson, previewText, type TablePreview } from './preview.ts';
import { number } from './progress.ts';
import type { JobResult } from './run-job.ts';

/** Cells that a line may have where no terminal sets its width. */
const ROOMY = 120;

interface Counts {
  readonly tenants: number;
  readonly users: number;
}

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
  return {
    exitCode: exitCodes.ok,
    json: {
      source: job.kind,
      ...(manner.dryRun ? { dryRun: true } : {}),
      inserted,
      skipped,
      ...(rejected === undefined ? {} : { rejected }),
      ...(rejectsFile === undefined ? {} : { rejectsFile }),
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

function summary(
  { inserted, skipped, durationMs, rejected = 0, rejectsFile }: JobResult,
  { dryRun }: SeedManner,
  style: Style,
): string {
  const lines: string[] = [];
  const took = ` in ${duration(durationMs)}`;
  if (total(inserted) === 0) {
    lines.push(
      total(skipped) === 0
        ? 'Nothing to insert.'
        : `Nothing to insert: ${rows(skipped)} ${total(skipped) === 1 ? 'is' : 'are'} there already.`,
    );
  } else {
    lines.push(
      dryRun
        ? `Dry run: ${rows(inserted)} would be inserted.`
        : `${style.good('✔')} Inserted ${style.bold(rows(inserted))}${took}.`,
    );
    if (total(skipped) > 0)
      lines.push(
        `${rows(skipped)} ${total(skipped) === 1 ? 'was' : 'were'} there already, and left as they are.`,
      );
  }
  if (rejected > 0) {
    lines.push(
      `${style.warn(number(rejected))} ${rejected === 1 ? 'row was' : 'rows were'} wrong and left out${rejectsFile === undefined ? '' : `; see ${rejectsFile}`}.`,
    );
  }
  if (dryRun) lines.push('All of it was rolled back: the database is as it was.');
  return lines.join('\n');
}

const total = ({ tenants, users }: Counts): number => tenants + users;

/** `3 tenants and 9 users`; what there is none of is left out. */
function rows({ tenants, users }: Counts): string {
  const parts = [
    ...(tenants > 0 ? [`${number(tenants)} tenant${tenants === 1 ? '' : 's'}`] : []),
    ...(users > 0 ? [`${number(users)} user${users === 1 ? '' : 's'}`] : []),
  ];
  return parts.length === 0 ? 'nothing' : parts.join(' and ');
}
