import { createdHere } from '../created-tables.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';
import { findColumn } from '../schema-state.ts';

/** Each insert goes to a page somewhere in the middle, and splits it. */
export const clusteredOnRandomUuid: LintRule = {
  id: 'clustered-on-random-uuid',
  severity: 'warning',
  summary: 'the rows of a table are stored in the order of random values',
  engine: 'mssql',
  migration: ({ dialect, migration, after }) =>
    createdHere(migration, after).flatMap(({ state, table, place }) => {
      const key = state.keys.find(({ clustered }) => clustered);
      const [first] = key?.columns ?? [];
      if (key === undefined || first?.column === undefined) return [];
      const column = findColumn({ dialect }, state, first.column);
      const random = /^\[?uniqueidentifier\]?$/i.test(column?.type ?? '');
      if (!random || /\bnewsequentialid\b/i.test(column?.default?.sql ?? '')) return [];
      return [
        {
          table,
          name: key.name,
          message: `${tableLabel(table)} is clustered by ${first.column}, whose values are random`,
          advice:
            'Make the key NONCLUSTERED (addPrimaryKey of quodsi-db/ddl does), and cluster by a column that grows, such as index_id.',
          place,
        },
      ];
    }),
};
