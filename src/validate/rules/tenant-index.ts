import { indexName } from '../../schema/names.ts';
import { indexSql } from '../definition-sql.ts';
import type { TenancyRule } from '../tenancy/subject.ts';

export const tenantIndex: TenancyRule = {
  id: 'tenant-index',
  severity: 'error',
  summary: 'tenant_id leads no index of a tenant-scoped table',
  tenantScoped: true,
  check: ({ table, column, same, dialect, object }) => {
    const tenantId = column('tenant_id')?.name;
    if (tenantId === undefined) return [];
    const keys = [...(table.primaryKey ? [table.primaryKey] : []), ...table.uniques];
    const leading = [
      ...keys.filter((key) => !key.disabled).map(({ columns: [first] }) => first),
      ...table.indexes.filter((index) => !index.disabled).map(({ columns: [first] }) => first?.name),
    ];
    if (leading.some((first) => first !== undefined && same(first, tenantId))) return [];
    return [
      {
        name: tenantId,
        message: `${table.name}.${tenantId} leads no index: each look at one tenant's rows reads those of all`,
        advice: indexSql(dialect, object, {
          name: indexName(table.name, [tenantId]),
          columns: [{ name: tenantId, descending: false }],
          include: [],
          unique: false,
          clustered: false,
        }),
      },
    ];
  },
};
