import { tableOf } from '../added-objects.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule, StatementContext } from '../rule.ts';
import { sameName, sameTable } from '../schema-state.ts';
import type { TableName } from '../statement.ts';

export const untrustedConstraint: LintRule = {
  id: 'untrusted-constraint',
  severity: 'warning',
  summary: 'a constraint is left unchecked against the rows that are there: WITH NOCHECK, NOT VALID',
  statement: (context, statement) => {
    const { current, dialect } = context;
    let name: string | undefined;
    if (statement.kind === 'add-constraint' && !statement.checked) {
      const { kind } = statement.constraint;
      if (kind !== 'check' && kind !== 'foreign-key') return [];
      name = statement.constraint.name;
    } else if (statement.kind === 'disable-constraint') name = statement.name;
    else return [];
    const { table } = statement;
    if (isTrustedLater(context, table, name)) return [];
    const what = name ?? (statement.kind === 'disable-constraint' ? 'every constraint' : 'a constraint');
    return [
      {
        table,
        name,
        message: `${what} of ${tableLabel(table)} is left unchecked against the rows that are there`,
        advice:
          dialect === 'mssql'
            ? `Check them, here or in a later migration: trustConstraint(knex, '${tableLabel(table)}', '${name ?? '…'}') of quodsi-db/ddl. The optimizer does not rely on a constraint that is not trusted.`
            : `Check them in a later migration, which does not block writers: trustConstraint(knex, '${tableLabel(table)}', '${name ?? '…'}') of quodsi-db/ddl.`,
        place: current.locate(statement.offset, name),
      },
    ];
  },
};

function isTrustedLater(
  { dialect, later }: StatementContext,
  table: TableName,
  name: string | undefined,
): boolean {
  return later().some(({ statement }) => {
    const its = tableOf(statement);
    if (its === undefined || !sameTable(dialect, its, table)) return false;
    if (statement.kind === 'drop-table') return true;
    if (statement.kind === 'drop-constraint')
      return name !== undefined && sameName(dialect, statement.name, name);
    if (statement.kind !== 'enable-constraint' || !statement.checked) return false;
    return statement.name === undefined || (name !== undefined && sameName(dialect, statement.name, name));
  });
}
