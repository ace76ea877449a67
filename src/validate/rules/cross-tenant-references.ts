import { type DataRule, needs } from '../data/probe.ts';
import { label, references } from '../data/references.ts';
import { raw, sql } from '../data/sql.ts';

/** Rows that refer to a row of another tenant: what one tenant does would reach the other's data. */
export const crossTenantReferences: DataRule = {
  id: 'cross-tenant-references',
  severity: 'error',
  summary: 'a row refers to a row of another tenant',
  probes: (model) =>
    references(model)
      .filter(
        ({ table, parent, key }) =>
          table.entity.scope === 'tenant' &&
          parent.entity?.scope === 'tenant' &&
          // A key that has the tenant in it cannot leave the tenant.
          key.columns.every(
            (column, i) => column !== 'tenant_id' || key.references.columns[i] !== 'tenant_id',
          ),
      )
      .map(({ table, parent, key, pairs, matches }) => ({
        kind: 'rows',
        table,
        name: key.name,
        needs: [...pairs, ...needs(table, 'tenant_id'), ...needs(parent, 'tenant_id')],
        says: `${label(table, key.columns)} refers to a row of ${parent.name} that belongs to another tenant`,
        where: sql`EXISTS (SELECT 1 FROM ${parent.sql} AS ${raw('p')} WHERE ${matches}
          AND ${model.ref('p', parent, 'tenant_id')} <> ${model.ref('r', table, 'tenant_id')})`,
      })),
};
