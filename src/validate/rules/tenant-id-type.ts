import { nativeType } from '../../schema/column-type.ts';
import { quoteName } from '../../schema/expression.ts';
import { tableSql } from '../definition-sql.ts';
import type { TenancyRule } from '../tenancy/subject.ts';

export const tenantIdType: TenancyRule = {
  id: 'tenant-id-type',
  severity: 'error',
  summary: 'a tenant_id is of another type than the id of the tenants',
  tenantScoped: true,
  check: ({ table, column, dialect, object, tenants, same }) => {
    const tenantId = column('tenant_id');
    const id = tenants?.columns.find(({ name }) => same(name, 'id'));
    if (tenantId === undefined || id === undefined) return [];
    const [expected, actual] = [id, tenantId].map(({ type, baseType }) =>
      nativeType(baseType ?? type, dialect),
    );
    if (expected === undefined || actual === undefined || expected === actual) return [];
    const name = quoteName(tenantId.name, dialect);
    const retype =
      dialect === 'mssql'
        ? `${name} ${expected} ${tenantId.nullable ? 'NULL' : 'NOT NULL'}`
        : `${name} TYPE ${expected} USING ${name}::${expected}`;
    return [
      {
        name: tenantId.name,
        message: `${table.name}.${tenantId.name} is not of the type of ${tenants?.name}.${id.name}`,
        expected,
        actual,
        advice: `ALTER TABLE ${tableSql(dialect, object)} ALTER COLUMN ${retype}`,
      },
    ];
  },
};
