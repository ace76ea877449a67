import { type SeedRow, type SeedTable, tenantsTable, usersTable } from '../../seed/seed-table.ts';
import type { Context } from '../context.ts';
import type { Style } from '../style.ts';
import { fitTable } from './fit-table.ts';
import type { SeedJob } from './job.ts';
import { number } from './progress.ts';

/** How many rows of each table are shown. */
export const PREVIEW_ROWS = 5;

/** The first rows that will be written into a table. */
export interface TablePreview {
  readonly table: string;
  /** How many there will be; null where nobody knows yet. */
  readonly total: number | null;
  /** Those that are shown side by side, as far as there is room. */
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

// What tells one row from another, the most telling first. A name that is written from right to left stands between
// columns that are not, so that a terminal which turns it turns nothing else.
const tenantColumns = ['slug', 'name', 'plan_type', 'status', 'created_at', 'is_deleted'];
const userColumns = ['email', 'display_name', 'status', 'identity_provider', 'last_login_at', 'is_deleted'];

/** The first rows of what a job writes; none where only the run itself knows. */
export async function previewJob(
  context: Pick<Context, 'global' | 'signal'>,
  job: SeedJob,
): Promise<readonly TablePreview[]> {
  switch (job.kind) {
    case 'demo': {
      const { demoRows } = await import('../../seed/generate/demo-rows.ts');
      const { tenants, users } = demoRows();
      return both({ rows: tenants, total: tenants.length }, { rows: users, total: users.length });
    }
    case 'generated': {
      const { openGenerator } = await import('../../seed/generate/open-generator.ts');
      const { tenantCount, userCount, tenants, users } = await openGenerator(job.plan);
      const first = (rows: typeof tenants, total: number) => ({
        rows: [...rows(0, Math.min(total, PREVIEW_ROWS))].flat(),
        total,
      });
      return both(first(tenants, tenantCount), first(users, userCount));
    }
    case 'file': {
      const { previewFile } = await import('./preview-file.ts');
      return previewFile(context, job);
    }
    case 'scripts':
      return [];
  }
}

interface FirstRows {
  readonly rows: readonly SeedRow[];
  readonly total: number;
}

function both(tenants: FirstRows, users: FirstRows): readonly TablePreview[] {
  return [previewOf(tenantsTable, tenants, tenantColumns), previewOf(usersTable, users, userColumns)].filter(
    ({ total }) => total !== 0,
  );
}

function previewOf(
  { name: table, columns: all }: SeedTable,
  { rows, total }: FirstRows,
  columns: readonly string[],
): TablePreview {
  return {
    table,
    total,
    columns,
    rows: rows.map((row) => Object.fromEntries(all.map(({ name }, index) => [name, row[index] ?? null]))),
  };
}

/** The preview as text, at most `width` cells wide. */
export function previewText(previews: readonly TablePreview[], style: Style, width: number): string {
  return previews
    .map(({ table, total, columns, rows }) => {
      const cells = rows.map((row) => columns.map((name) => shownCell(row[name])));
      const [head = '', ...lines] = fitTable(columns, cells, width);
      return [`${style.bold(table)}  ${howMany(total, rows.length)}`, style.dim(head), ...lines].join('\n');
    })
    .join('\n\n');
}

function howMany(total: number | null, shown: number): string {
  const rows = (count: number) => `${number(count)} ${count === 1 ? 'row' : 'rows'}`;
  if (total === null) return `the first ${rows(shown)}`;
  return total > shown ? `${rows(total)}, the first ${shown}` : rows(total);
}

function shownCell(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** The preview for scripts: rows by table. */
export function previewJson(previews: readonly TablePreview[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(previews.map(({ table, rows }) => [table, rows]));
}
