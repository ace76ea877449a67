import { hasBaseColumns, isTenants } from '../base-table.ts';
import { createdHere } from '../created-tables.ts';
import { tableLabel } from '../describe.ts';
import type { Hit, LintRule } from '../rule.ts';
import { findColumn, findTable } from '../schema-state.ts';

export const tenantTableWithoutTenantId: LintRule = {
  id: 'tenant-table-without-tenant-id',
  severity: 'error',
  summary: 'a tenant-scoped table is created without tenant_id',
  migration: ({ dialect, migration, after, declared }) =>
    createdHere(migration, after).flatMap(({ state, table, place }): Hit[] => {
      const scope = declared(state.table)?.scope;
      if (isTenants(state) || scope === 'global' || !state.complete) return [];
      if (findColumn({ dialect }, state, 'tenant_id') !== undefined) return [];
      const advice =
        "Add tenant_id, NOT NULL, with a foreign key to tenants. For a table of the whole platform say scope: 'global' in its entity.";
      if (scope === 'tenant') {
        return [
          {
            table,
            message: `${tableLabel(table)} is declared tenant-scoped and has no tenant_id`,
            advice,
            place,
          },
        ];
      }
      if (hasBaseColumns(dialect, state)) {
        return [
          {
            table,
            message: `${tableLabel(table)} has the columns of the base entity without tenant_id`,
            advice,
            place,
          },
        ];
      }
      const parent = state.foreignKeys
        .map(({ references }) => findTable(after, references))
        .find((target) => target && !isTenants(target) && findColumn({ dialect }, target, 'tenant_id'));
      if (parent === undefined) return [];
      return [
        {
          table,
          message: `${tableLabel(table)} refers to ${parent.table.name}, whose rows belong to tenants, and has no tenant_id itself`,
          advice,
          place,
          confidence: 'low',
        },
      ];
    }),
};
