import type { Table } from '../../schema/model.ts';
import type { Finding, Rule } from '../finding.ts';

export const undeclaredTenantTable: Rule = {
  id: 'undeclared-tenant-table',
  severity: 'info',
  summary: 'a table of the database has a tenant_id and no entity',
};

/** Tables that look like a tenant's, of which nothing is declared, so that nothing of them is proven. */
export function undeclaredTenantTables(
  tables: readonly Table[],
  same: (a: string, b: string) => boolean,
): Finding[] {
  return tables
    .filter(({ columns }) => columns.some(({ name }) => same(name, 'tenant_id')))
    .map(({ schema = '', name }) => ({
      rule: undeclaredTenantTable.id,
      severity: 'info',
      object: `${schema}.${name}`,
      message: `${name} has a tenant_id and no entity: nothing of it is checked`,
      advice: "Declare it with defineEntity and scope 'tenant'.",
    }));
}
