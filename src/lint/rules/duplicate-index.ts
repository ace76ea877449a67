import { addedKeys, tableOf } from '../added-objects.ts';
import { keyLabel, keyName, tableLabel } from '../describe.ts';
import { columnNames, isSameKey } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { findTable } from '../schema-state.ts';

export const duplicateIndex: LintRule = {
  id: 'duplicate-index',
  severity: 'warning',
  summary: 'two indexes or unique constraints of a table have the same key',
  statement: ({ schema, dialect, current }, statement) => {
    const table = tableOf(statement);
    if (table === undefined) return [];
    const added = addedKeys(statement).filter(({ usingIndex }) => !usingIndex);
    const known = findTable(schema, table)?.keys ?? [];
    return added.flatMap((key, i) => {
      const filter = normalised(key.filter);
      const other = [...known, ...added.slice(0, i)].find(
        (each) =>
          // The same name: DROP_EXISTING, or behind an IF that it does not exist.
          (each.name === undefined || each.name !== key.name) &&
          isSameKey(dialect, each.columns, key.columns) &&
          (normalised(each.filter) === filter || (takesAll(each.filter) && takesAll(key.filter))),
      );
      if (other === undefined) return [];
      return [
        {
          table,
          name: key.name,
          message: `${keyName(key)} of ${tableLabel(table)} has the same key ${keyLabel(key.columns)} as ${keyName(other)}`,
          advice:
            key.include.length > other.include.length
              ? `Drop ${other.name ?? 'the other one'}, or leave one of them out: every write pays for both.`
              : 'Leave it out: every write pays for both.',
          place: current.locate(key.offset, key.name, ...columnNames(key)),
        },
      ];
    });
  },
};

const normalised = (filter: string | undefined) => filter?.toLowerCase().replaceAll(/[\s[\]"()]/g, '') ?? '';

/** Also with the filter that Knex's unique() writes, which leaves out nothing but nulls. */
const takesAll = (filter: string | undefined) =>
  filter === undefined || /^(?:[\w[\]" ]+ is not null)(?: and [\w[\]" ]+ is not null)*$/i.test(filter);
