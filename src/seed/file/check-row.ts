import { z } from 'zod';
import { count, moment, text, uuid } from '../../contracts/fields.ts';
import { TenantCreate } from '../../contracts/tenant.ts';
import { UserCreate } from '../../contracts/user.ts';
import type { Cell } from '../seed-table.ts';
import { columnNamed, type SeedTableName, tenantSlug } from './columns.ts';
import { issueText } from './fault-text.ts';
import { shown } from './faults.ts';
import type { FileRow, RowFault } from './file-row.ts';
import { readValue } from './read-value.ts';

/** A row that its contract has let pass, with the values of its columns; or what is wrong with it. */
export type CheckedRow =
  | { readonly values: Readonly<Record<string, Cell>>; readonly faults?: undefined }
  | { readonly values?: undefined; readonly faults: readonly RowFault[] };

// What the contracts for an API do not take, because the database keeps it: a file may bring it along.
const everyRow = {
  id: uuid.optional(),
  created_at: moment.optional(),
  updated_at: moment.optional(),
  is_deleted: z.boolean().optional(),
};
const storedFields: Readonly<Record<SeedTableName, z.ZodObject>> = {
  tenants: z.object({
    ...everyRow,
    tenant_id: z
      .unknown()
      .refine((value) => value === null, 'must be empty: a tenant belongs to no other')
      .optional(),
  }),
  users: z.object({
    ...everyRow,
    last_login_at: moment.nullable().optional(),
    login_count: count.optional(),
    total_usage_minutes: count.optional(),
    last_session_start: moment.nullable().optional(),
    last_active_at: moment.nullable().optional(),
    [tenantSlug]: text(100).toLowerCase().nullable().optional(),
  }),
};

const lossy = 'has a whole number with more digits than JSON keeps: write it as text';

const UserOfSlug = UserCreate.omit({ tenant_id: true });

/**
 * Checks a row by the contract of its table.
 *
 * @param untold columns that are known to be missing in all rows, so that each row need not say it
 */
export function checkRow(row: FileRow, untold: ReadonlySet<string>): CheckedRow {
  const isUnread = row.faults.length > 0 && Object.keys(row.values).length === 0;
  if (row.table === undefined || isUnread) return { faults: row.faults };
  const told = new Set(row.faults.map(({ field }) => field));
  const values = readValues(row.table, row.values);
  const stored = storedFields[row.table];
  const create: Record<string, unknown> = {};
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (name in stored.shape) kept[name] = value;
    else create[name] = value;
  }
  const contract = row.table === 'tenants' ? TenantCreate : 'tenant_id' in create ? UserCreate : UserOfSlug;
  const checked = contract.safeParse(create);
  const others = stored.safeParse(kept);
  const faults: RowFault[] = [...row.faults];
  for (const issue of [...(checked.error?.issues ?? []), ...(others.error?.issues ?? [])]) {
    const field = String(issue.path[0] ?? '');
    if (told.has(field) || untold.has(field)) continue;
    told.add(field);
    const isLossy = typeof values[field] === 'object' && columnNamed(row.table, field)?.json === true;
    faults.push({ field, message: isLossy ? lossy : issueText(issue, values[field]) });
  }
  const together = row.table === 'users' ? tenantFault(values, untold) : undefined;
  if (together !== undefined && !told.has(together.field)) faults.push(together);
  if (faults.length > 0 || !checked.success || !others.success) return { faults };
  const result = { ...checked.data, ...others.data } as Record<string, Cell>;
  const order = momentsFault(result);
  return order === undefined ? { values: result } : { faults: [order] };
}

function readValues(table: SeedTableName, written: FileRow['values']): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name in written) {
    const column = columnNamed(table, name);
    if (column !== undefined) values[name] = readValue(column, written[name]);
  }
  // Left out in favour of the slug.
  if (table === 'users' && values.tenant_id === null) delete values.tenant_id;
  return values;
}

function tenantFault(
  values: Readonly<Record<string, unknown>>,
  untold: ReadonlySet<string>,
): (RowFault & { readonly field: string }) | undefined {
  const bySlug = values[tenantSlug] !== undefined && values[tenantSlug] !== null;
  const byId = values.tenant_id !== undefined && values.tenant_id !== null;
  if (bySlug && byId) return { field: tenantSlug, message: 'is given beside tenant_id: give one of them' };
  if (bySlug || byId || untold.has(tenantSlug)) return undefined;
  return { field: tenantSlug, message: 'is missing (or tenant_id)' };
}

/** What `validate data` calls updated-before-created. */
function momentsFault({ created_at, updated_at }: Readonly<Record<string, Cell>>): RowFault | undefined {
  if (!(updated_at instanceof Date)) return undefined;
  if (!(created_at instanceof Date)) {
    return { field: 'updated_at', message: 'needs created_at beside it, which is now where it is left out' };
  }
  if (updated_at >= created_at) return undefined;
  return { field: 'updated_at', message: `is before created_at: ${shown(updated_at.toISOString())}` };
}
