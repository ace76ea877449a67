import { columnTypes, nativeType } from '../../schema/column-type.ts';
import { quoteName } from '../../schema/expression.ts';
import { tableSql } from '../definition-sql.ts';
import type { TenancyRule } from '../tenancy/subject.ts';

export const tenantIdMissing: TenancyRule = {
  id: 'tenant-id-missing',
  severity: 'error',
  summary: 'a tenant-scoped table has no column tenant_id',
  tenantScoped: true,
  check: ({ table, column, dialect, object, tenants }) => {
    if (column('tenant_id') !== undefined) return [];
    const type = tenants?.columns.find(({ name }) => name === 'id')?.type ?? columnTypes.uuid;
    const add = `ALTER TABLE ${tableSql(dialect, object)} ADD ${quoteName('tenant_id', dialect)} ${nativeType(type, dialect)}`;
    return [
      {
        message: `${table.name} has no tenant_id, so that nothing says whose its rows are`,
        advice: `${add} NULL;\n-- give each row its tenant, then forbid NULL`,
      },
    ];
  },
};
