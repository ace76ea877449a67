import { addedKeys, tableOf } from '../added-objects.ts';
import { keyName, tableLabel } from '../describe.ts';
import { columnNames } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { findTable, sameTable } from '../schema-state.ts';

export const secondClusteredIndex: LintRule = {
  id: 'second-clustered-index',
  severity: 'error',
  summary: 'a clustered index on a table that is clustered already',
  engine: 'mssql',
  statement: ({ schema, dialect, current, earlier }, statement) => {
    const table = tableOf(statement);
    if (table === undefined) return [];
    const state = findTable(schema, table);
    const added = addedKeys(statement).filter(({ clustered }) => clustered);
    const [first] = added;
    const known = state?.keys.find(({ clustered }) => clustered);
    const other = known ?? (added.length > 1 ? first : undefined);
    const key = known === undefined ? added[1] : first;
    if (key === undefined || other === undefined) return [];
    // knex-primary-clustered tells it at the call that is to change.
    const byKnex = earlier.some(
      ({ builder, statement: before }) =>
        builder === 'schema' &&
        sameTable(dialect, tableOf(before) ?? table, table) &&
        addedKeys(before).some(({ kind, clustered }) => kind === 'primary-key' && clustered === undefined),
    );
    if (byKnex && other.kind === 'primary-key') return [];
    // The same one built anew: SQL Server has DROP_EXISTING for that.
    if (other.name !== undefined && other.name === key.name) return [];
    return [
      {
        table,
        name: key.name,
        message: `${keyName(key)} of ${tableLabel(table)} cannot be clustered: ${keyName(other)} is`,
        advice:
          other.kind === 'primary-key'
            ? 'Make the primary key NONCLUSTERED; without the word it is clustered where nothing else is.'
            : 'Drop the other one first, or leave out CLUSTERED.',
        place: current.locate(key.offset, key.name, ...columnNames(key)),
      },
    ];
  },
};
