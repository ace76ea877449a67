import { addedKeys, tableOf } from '../added-objects.ts';
import { applyStatement } from '../apply-statement.ts';
import { keyLabel, keyName, tableLabel } from '../describe.ts';
import { columnNames } from '../keys.ts';
import type { LintRule } from '../rule.ts';
import { findColumn, findTable } from '../schema-state.ts';

const flags = ['is_deleted', 'deleted_at', 'deleted', 'deleted_on', 'deletedAt', 'isDeleted'];
const made = /^\(*(?:newid|newsequentialid|gen_random_uuid|uuid_generate_v\d\w*|uuidv\d)\b/i;

export const unfilteredUniqueOnSoftDeleted: LintRule = {
  id: 'unfiltered-unique-on-soft-deleted',
  severity: 'warning',
  summary: 'a unique key of a soft-deleted table counts deleted rows too',
  statement: ({ schema, dialect, migration, current, declared }, statement) => {
    const table = tableOf(statement);
    if (table === undefined || declared(table)?.deletedRowsKeepKeys) return [];
    const keys = addedKeys(statement).filter(({ unique, kind }) => unique && kind !== 'primary-key');
    if (keys.length === 0) return [];
    const state = findTable(applyStatement(schema, statement, migration.name), table);
    const flag = flags.find((name) => findColumn({ dialect }, state, name) !== undefined);
    if (flag === undefined) return [];
    return keys
      .filter(({ filter }) => !filter?.toLowerCase().includes(flag.toLowerCase()))
      .filter(({ columns }) =>
        columns.every(({ column }) => {
          const known = column === undefined ? undefined : findColumn({ dialect }, state, column);
          // What the server makes up is never entered again.
          const own = known?.identity === true || made.test(known?.default?.sql ?? '');
          return !own && column?.toLowerCase() !== flag.toLowerCase();
        }),
      )
      .map((key) => ({
        table,
        name: key.name,
        message: `${keyLabel(key.columns)} of ${tableLabel(table)} stays taken by soft-deleted rows, by ${keyName(key)}`,
        advice: `Make it a unique index of live rows: createIndex of quodsi-db/ddl with unique: true and where: { ${flag}: ${/^(?:is_?deleted|deleted)$/i.test(flag) ? 'false' : 'null'} }. Where deleted rows are to keep their keys, say so in the entity: deletedRowsKeepKeys: true.`,
        place: current.locate(key.offset, key.name, ...columnNames(key)),
      }));
  },
};
