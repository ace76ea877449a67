import { renderLiteral } from '../../schema/expression.ts';
import { type DataRule, needs } from '../data/probe.ts';
import { raw, sql } from '../data/sql.ts';
import { tenantsTable } from '../tenants-table.ts';

/** Tenants with more live users than `max_users`. */
export const tooManyUsers: DataRule = {
  id: 'too-many-users',
  severity: 'error',
  summary: 'a tenant has more live users than its max_users',
  probes: (model) => {
    const tenants = model.tables.find(
      ({ entity }) => entity.table === tenantsTable && 'max_users' in entity.columns,
    );
    const users = model.tables.find(({ entity }) => entity.table === 'users' && entity.scope === 'tenant');
    if (tenants === undefined || users === undefined) return [];
    const tenantId = model.ref('r', users, 'tenant_id');
    const counted = sql`SELECT ${tenantId} AS k0, COUNT(*) AS n FROM ${users.sql} AS r
      WHERE ${model.ref('r', users, 'is_deleted')} = ${raw(renderLiteral(false, model.dialect))} GROUP BY ${tenantId}`;
    return [
      {
        kind: 'set',
        table: tenants,
        name: 'max_users',
        needs: [...needs(tenants, 'id', 'max_users'), ...needs(users, 'tenant_id', 'is_deleted')],
        says: 'there are more live users than tenants.max_users allows',
        from: sql`${tenants.sql} AS r JOIN (${counted}) AS d ON d.k0 = ${model.ref('r', tenants, 'id')}
          AND d.n > ${model.ref('r', tenants, 'max_users')}`,
      },
    ];
  },
};
