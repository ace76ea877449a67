import { addedColumns, tableOf } from '../added-objects.ts';
import { isTenants } from '../base-table.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findTable, sameName } from '../schema-state.ts';

export const tenantIdWithoutForeignKey: LintRule = {
  id: 'tenant-id-without-foreign-key',
  severity: 'error',
  summary: 'a tenant_id is added without a foreign key to tenants',
  migration: ({ dialect, migration, after, declared }) =>
    migration.up.flatMap(({ statement, locate }) => {
      const table = tableOf(statement);
      const column = addedColumns(statement).find(({ name }) => sameName(dialect, name, 'tenant_id'));
      if (table === undefined || column === undefined) return [];
      const state = findTable(after, table);
      // A table of the whole platform has the column and does not use it.
      if (state === undefined || state.temporary || isTenants(state)) return [];
      if (declared(table)?.scope === 'global') return [];
      const held = state.foreignKeys.some(({ columns }) =>
        columns.some((name) => sameName(dialect, name, column.name)),
      );
      if (held) return [];
      return [
        {
          table,
          name: column.name,
          message: `tenant_id of ${tableLabel(table)} has no foreign key to tenants`,
          advice: `Add it: table.foreign('tenant_id', 'fk_${table.name}_tenant_id').references('id').inTable('tenants').`,
          place: locate(column.offset, column.name),
        },
      ];
    }),
};
