import { nativeType } from '../../schema/column-type.ts';
import { quoteName } from '../../schema/expression.ts';
import { tableSql } from '../definition-sql.ts';
import type { TenancyRule } from '../tenancy/subject.ts';

export const tenantIdNullable: TenancyRule = {
  id: 'tenant-id-nullable',
  severity: 'error',
  summary: 'the tenant_id of a tenant-scoped table may be null',
  tenantScoped: true,
  check: ({ table, column, dialect, object }) => {
    const tenantId = column('tenant_id');
    if (tenantId === undefined || !tenantId.nullable) return [];
    const name = quoteName(tenantId.name, dialect);
    const forbid =
      dialect === 'mssql' ? `${name} ${nativeType(tenantId.type, dialect)} NOT NULL` : `${name} SET NOT NULL`;
    return [
      {
        name: tenantId.name,
        message: `${table.name}.${tenantId.name} may be null: such a row belongs to nobody`,
        expected: 'not null',
        actual: 'null',
        advice: `ALTER TABLE ${tableSql(dialect, object)} ALTER COLUMN ${forbid}`,
      },
    ];
  },
};
