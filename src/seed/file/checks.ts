import { quoteTable } from '../../ddl/name.ts';
import { renderLiteral } from '../../schema/expression.ts';
import type { Dialect } from '../../target.ts';
import { tenantSlug } from './columns.ts';
import { type Staging, states } from './staging.ts';
import { type StagingUpdate, updateSql } from './update-staging.ts';

/** What is checked among all rows of a file, and against the database. Each step takes what the ones before have left. */
export interface StagingChecks {
  readonly tenants: readonly string[];
  readonly users: readonly string[];
}

/** A slug or an address as `validate data` compares it: case and surrounding spaces do not count. */
const folded = (column: string) => `LOWER(LTRIM(RTRIM(${column})))`;

/** A UUID as text, which SQL Server would write in upper case. */
const idText = (column: string) => `LOWER(CAST(${column} AS varchar(36)))`;

function refuse(field: string, ...reason: readonly string[]): StagingUpdate['set'] {
  return { state: states.refused, field: `'${field}'`, reason: `CONCAT(${reason.join(', ')})` };
}

/** A row that has the same values as one before it in the file. */
function repeated(staging: Staging, columns: readonly string[], field: string, shown: string): StagingUpdate {
  const over = `OVER (PARTITION BY ${columns.join(', ')} ORDER BY row_no)`;
  const known = columns.map((column) => ` AND ${column} IS NOT NULL`).join('');
  return {
    set: refuse(field, "'is the same as in '", 'm.first_place', `': '`, shown),
    from: `(SELECT row_no, FIRST_VALUE(place) ${over} AS first_place, ROW_NUMBER() ${over} AS nth FROM ${staging.sql} WHERE state IS NULL${known})`,
    where: 'm.row_no = s.row_no AND m.nth > 1',
  };
}

export function tenantChecks(dialect: Dialect, staging: Staging): string[] {
  const { target } = staging;
  const steps: StagingUpdate[] = [
    repeated(staging, ['slug'], 'slug', 's.slug'),
    repeated(staging, ['subdomain'], 'subdomain', 's.subdomain'),
    repeated(staging, ['id'], 'id', idText('s.id')),
    {
      set: refuse('slug', 's.slug', `' belongs to the tenant with the id '`, idText('m.id')),
      from: target,
      where: `${folded('m.slug')} = s.slug AND m.id <> s.id`,
    },
    { set: { state: states.exists, id: 'm.id' }, from: target, where: `${folded('m.slug')} = s.slug` },
    {
      set: refuse('id', idText('s.id'), `' belongs to the tenant '`, 'm.slug'),
      from: target,
      where: 'm.id = s.id',
    },
    {
      set: refuse('subdomain', 's.subdomain', `' belongs to the tenant '`, 'm.slug'),
      from: target,
      where: `${folded('m.subdomain')} = s.subdomain`,
    },
  ];
  return steps.map((step) => updateSql(dialect, staging, step));
}

/** Gives the new tenants their ids, so that users can refer to them. */
export function giveIds(dialect: Dialect, tenants: Staging): string {
  const id = dialect === 'mssql' ? 'NEWID()' : 'gen_random_uuid()';
  return updateSql(dialect, tenants, { set: { id }, where: 's.id IS NULL' });
}

/** @param tenants where the file has tenants too */
export function userChecks(dialect: Dialect, staging: Staging, tenants: Staging | undefined): string[] {
  const [yes, no] = [renderLiteral(true, dialect), renderLiteral(false, dialect)];
  const stored = `SELECT id, slug, is_deleted FROM ${quoteTable(dialect, 'tenants')}`;
  const known = tenants
    ? `(${stored} UNION ALL SELECT id, slug, COALESCE(is_deleted, ${no}) FROM ${tenants.sql} WHERE state IS NULL)`
    : `(${stored})`;
  const isUnknown = `NOT EXISTS (SELECT 1 FROM ${known} AS k WHERE k.id = s.tenant_id)`;
  const refused = (key: string, condition: string): StagingUpdate[] =>
    tenants === undefined
      ? []
      : [
          {
            set: {
              state: states.withoutTenant,
              field: `'${tenantSlug}'`,
              reason: `CONCAT('the tenant was refused in ', m.place)`,
            },
            from: `(SELECT ${key}, MIN(place) AS place FROM ${tenants.sql} WHERE state IN (${states.refused}, ${states.unreadable}) AND ${key} IS NOT NULL GROUP BY ${key})`,
            where: condition,
          },
        ];
  const sameAddress = `m.tenant_id = s.tenant_id AND ${folded('m.email')} = s.email`;
  const another = `NOT (${sameAddress})`;
  const steps: StagingUpdate[] = [
    {
      set: { tenant_id: 'm.id' },
      from: known,
      where: `s.tenant_id IS NULL AND ${folded('m.slug')} = s.${tenantSlug}`,
    },
    ...refused('slug', `s.tenant_id IS NULL AND m.slug = s.${tenantSlug}`),
    ...refused('id', `m.id = s.tenant_id AND ${isUnknown}`),
    {
      set: refuse(tenantSlug, `'there is no tenant '`, `s.${tenantSlug}`),
      where: 's.tenant_id IS NULL',
    },
    {
      set: refuse('tenant_id', `'there is no tenant with the id '`, idText('s.tenant_id')),
      where: isUnknown,
    },
    {
      set: refuse(tenantSlug, `'the tenant is deleted, and this user is not: '`, 'm.slug'),
      from: known,
      where: `m.id = s.tenant_id AND m.is_deleted = ${yes} AND COALESCE(s.is_deleted, ${no}) = ${no}`,
    },
    repeated(staging, ['tenant_id', 'email'], 'email', 's.email'),
    repeated(
      staging,
      ['identity_provider', 'identity_provider_id'],
      'identity_provider_id',
      's.identity_provider_id',
    ),
    repeated(staging, ['id'], 'id', idText('s.id')),
    {
      set: refuse('identity_provider_id', `'belongs to the user with the id '`, idText('m.id')),
      from: staging.target,
      where: `m.identity_provider = s.identity_provider AND m.identity_provider_id = s.identity_provider_id AND ${another}`,
    },
    {
      set: refuse('id', `'belongs to another user: '`, idText('s.id')),
      from: staging.target,
      where: `m.id = s.id AND ${another}`,
    },
    {
      set: refuse('email', 's.email', `' belongs to the user with the id '`, idText('m.id')),
      from: staging.target,
      where: `${sameAddress} AND m.id <> s.id`,
    },
    { set: { state: states.exists }, from: staging.target, where: sameAddress },
  ];
  return steps.map((step) => updateSql(dialect, staging, step));
}
