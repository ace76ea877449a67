import { tableOf } from '../added-objects.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule } from '../rule.ts';

export const knexEnumWithoutCheck: LintRule = {
  id: 'knex-enum-without-check',
  severity: 'warning',
  summary: "Knex's enu() makes a text of any content on SQL Server, without a check",
  engine: 'mssql',
  statement: ({ current }, statement) => {
    const table = tableOf(statement);
    if (table === undefined) return [];
    const columns =
      statement.kind === 'create-table'
        ? statement.columns
        : statement.kind === 'add-column'
          ? [statement.column]
          : [];
    return columns.flatMap(({ name, constraints }) => {
      const call = current.calls.find(
        ({ method, args }) => (method === 'enu' || method === 'enum') && args[0] === name,
      );
      if (call === undefined || constraints.some(({ kind }) => kind === 'check')) return [];
      return [
        {
          table,
          name,
          message: `column ${name} of ${tableLabel(table)} takes any text on SQL Server`,
          advice: `Say string('${name}', …).checkIn([…], 'ck_${table.name}_${name}').`,
          place: call.place,
        },
      ];
    });
  },
};
