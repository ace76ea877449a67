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

const storedNames: Readonly<Record<SeedTableName, ReadonlySet<string>>> = {
  tenants: new Set(Object.keys(storedFields.tenants.shape)),
  users: new Set(Object.keys(storedFields.users.shape)),
};

/** The one moment that speaks of what is to come. */
const mayBeAhead = 'trial_expires_at';

const nothingStored = { success: true, data: {}, error: undefined } as const;

const lossy = 'has a whole number with more digits than JSON keeps: write it as text';

const UserOfSlug = UserCreate.omit({ tenant_id: true });

/**
 * Checks a row by the contract of its table.
 *
 * @param untold columns that are known to be missing in all rows, so that each row need not say it
 */
export function checkRow(row: FileRow, untold: ReadonlySet<string>): CheckedRow {
  const { table } = row;
  const isUnread = row.faults.length > 0 && Object.keys(row.values).length === 0;
  if (table === undefined || isUnread) return { faults: row.faults };
  const create: Record<string, unknown> = {};
  const kept: Record<string, unknown> = {};
  let keeps = false;
  for (const name in row.values) {
    const column = columnNamed(table, name);
    if (column === undefined) continue;
    const value = readValue(column, row.values[name]);
    if (storedNames[table].has(name)) {
      kept[name] = value;
      keeps = true;
    } else if (name !== 'tenant_id' || value !== null) {
      // A tenant_id that is null leaves it to the slug.
      create[name] = value;
    }
  }
  const contract = table === 'tenants' ? TenantCreate : 'tenant_id' in create ? UserCreate : UserOfSlug;
  const checked = contract.safeParse(create);
  const others = keeps ? storedFields[table].safeParse(kept) : nothingStored;
  const together = table === 'users' ? tenantFault(create.tenant_id, kept[tenantSlug], untold) : undefined;
  if (checked.success && others.success && together === undefined && row.faults.length === 0) {
    const values = Object.assign(checked.data, others.data) as Record<string, Cell>;
    const order = momentsFault(values);
    return order === undefined ? { values } : { faults: [order] };
  }
  const told = new Set(row.faults.map(({ field }) => field));
  const faults = [...row.faults];
  const tell = (field: string, message: string): void => {
    if (told.has(field) || untold.has(field)) return;
    told.add(field);
    faults.push({ field, message });
  };
  for (const issue of [...(checked.error?.issues ?? []), ...(others.error?.issues ?? [])]) {
    const field = String(issue.path[0] ?? '');
    const value = field in create ? create[field] : kept[field];
    const isLossy = typeof value === 'object' && value !== null && columnNamed(table, field)?.json === true;
    tell(field, isLossy ? lossy : issueText(issue, value));
  }
  if (together !== undefined) tell(tenantSlug, together);
  return { faults };
}

function tenantFault(id: unknown, slug: unknown, untold: ReadonlySet<string>): string | undefined {
  const bySlug = slug !== undefined && slug !== null;
  if (bySlug && id !== undefined) return 'is given beside tenant_id: give one of them';
  return bySlug || id !== undefined || untold.has(tenantSlug) ? undefined : 'is missing (or tenant_id)';
}

/** Milliseconds that a moment may lie ahead, since clocks differ a little. */
const allowance = 300_000;

/** What `validate data` calls timestamps-in-future and updated-before-created. */
function momentsFault(values: Readonly<Record<string, Cell>>): RowFault | undefined {
  const { created_at, updated_at } = values;
  for (const field in values) {
    const value = values[field];
    if (!(value instanceof Date) || field === mayBeAhead || value.getTime() <= Date.now() + allowance)
      continue;
    return { field, message: `lies in the future: ${shown(value.toISOString())}` };
  }
  if (!(updated_at instanceof Date)) return undefined;
  if (!(created_at instanceof Date)) {
    return { field: 'updated_at', message: 'needs created_at beside it, which is now where it is left out' };
  }
  if (updated_at >= created_at) return undefined;
  return { field: 'updated_at', message: `is before created_at: ${shown(updated_at.toISOString())}` };
}
