import { exitCodes } from '../../errors.ts';
import { visibleLine } from '../../report/visible.ts';
import type { ClearPlan } from '../../seed/clear/clear-plan.ts';
import type { ClearedRows } from '../../seed/clear/clear-rows.ts';
import type { Outcome } from '../command.ts';
import { columns, count, type Style } from '../style.ts';

/** What "seed clear" does, or would do. */
export interface Cleared {
  readonly plan: ClearPlan;
  readonly hard: boolean;
  /** Of the one tenant, where there is one. */
  readonly slug: string | null;
  readonly dryRun: boolean;
  readonly rows: readonly ClearedRows[];
  /** How many seeds are forgotten, so that they run as if for the first time. */
  readonly forgotten: number;
}

/** What a person consents to. */
export function aboutClear(cleared: Cleared, label: string): string[] {
  const { hard, slug, rows, forgotten, plan } = cleared;
  const whose = slug === null ? '' : ` of the tenant ${visibleLine(slug)}`;
  const head = hard
    ? `This deletes for good, from ${label}, these rows${whose}:`
    : `This soft-deletes, in ${label}, these rows${whose}:`;
  return [
    head,
    ...columns(rows.map(({ table, rows: number }) => [table, formatted(number)])).split('\n'),
    ...(forgotten > 0
      ? [`It forgets ${count(forgotten, 'seed')} that ran, so that they can run again.`]
      : []),
    ...(hard ? takenAlong(plan) : []),
  ];
}

/** Rows that the database changes by itself, in tables that nobody asked about. */
function takenAlong({ outside }: ClearPlan): string[] {
  return outside.flatMap(({ table, key }) => {
    if (key.onDelete === 'cascade')
      return [`Rows of ${visibleLine(table)} that refer to them go too, by ${visibleLine(key.name)}.`];
    return key.onDelete === 'set null' || key.onDelete === 'set default'
      ? [`Rows of ${visibleLine(table)} that refer to them lose that, by ${visibleLine(key.name)}.`]
      : [];
  });
}

export function clearOutcome(cleared: Cleared): Outcome {
  const { plan, hard, slug, dryRun, rows, forgotten } = cleared;
  return {
    exitCode: exitCodes.ok,
    json: {
      ...(dryRun ? { dryRun } : {}),
      hard,
      ...(slug === null ? {} : { tenant: slug }),
      tables: rows,
      left: plan.left,
      forgotten,
    },
    text: (style) => clearText(cleared, style),
    isData: dryRun,
  };
}

function clearText({ plan, hard, dryRun, rows, forgotten }: Cleared, style: Style): string {
  const total = rows.reduce((sum, { rows: number }) => sum + number, 0);
  const table = columns(
    [
      ...rows.map(({ table: name, rows: number }) => [dryRun ? '·' : '✔', name, formatted(number)]),
      ...plan.left.map(({ table: name, why }) => ['–', name, `left as it is: ${why}`]),
    ],
    (text, row, column) => {
      if (row >= rows.length) return style.dim(text);
      return column === 0 && !dryRun ? style.good(text) : text;
    },
  );
  const verb = hard ? 'deleted for good' : 'soft-deleted';
  const sentences = [
    total === 0
      ? 'Nothing to clear: there are no rows.'
      : dryRun
        ? `Dry run: ${formatted(total)} ${total === 1 ? 'row' : 'rows'} would be ${verb}. The database is as it was.`
        : `${formatted(total)} ${total === 1 ? 'row' : 'rows'} ${verb}.`,
    ...(forgotten > 0
      ? [
          `${count(forgotten, 'seed')} ${dryRun ? 'would be' : forgotten === 1 ? 'is' : 'are'} forgotten, and can run again.`,
        ]
      : []),
  ];
  return `${table}${table === '' ? '' : '\n\n'}${sentences.join(' ')}`;
}

const formatted = (number: number): string => number.toLocaleString('en-US');
