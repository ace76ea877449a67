import type { Dialect, Schema, Table } from '../../schema/model.ts';
import { enforceSql } from '../../validate/repair-sql.ts';
import { type Answer, type DatabaseCheck, everywhere, listed, ok, problem, skipped } from '../check.ts';

/** Statements that are shown; "validate schema" shows all. */
const MOST = 10;

interface Weak {
  readonly name: string;
  readonly why: 'not trusted' | 'disabled';
  readonly repair: string;
}

/** Constraints that exist and are not in force, or were never held against the rows of before. */
export const constraints: DatabaseCheck = {
  id: 'constraints',
  on: everywhere,
  async run({ database, live }) {
    if (database.server.product === 'Babelfish')
      return skipped('engine: Babelfish does not show whether a constraint is disabled or trusted');
    return judgeConstraints(await live());
  },
};

export function judgeConstraints(schema: Schema): Answer {
  const weak = schema.tables.flatMap((table) => weakOf(table, schema));
  if (weak.length === 0) return ok('all are in force and trusted');
  const names = weak.map(({ name, why }) => `${name} (${why})`);
  return problem(
    `${weak.length === 1 ? '1 is' : `${weak.length} are`} not in force or not trusted: ${listed(names, MOST)}`,
    weak
      .slice(0, MOST)
      .map(({ repair }) => `${repair};`)
      .join('\n'),
  );
}

function weakOf(table: Table, { dialect, server }: Schema): Weak[] {
  const schema = table.schema ?? server?.defaultSchema ?? usualSchema(dialect);
  const named = (name: string) => ({ schema, table: table.name, name });
  const found = (name: string, disabled: boolean, repair: string): Weak => ({
    name: `${schema}.${table.name}.${name}`,
    why: disabled ? 'disabled' : 'not trusted',
    repair,
  });
  const keys = [table.primaryKey ?? [], table.uniques, table.indexes].flat();
  return [
    ...keys
      .filter(({ disabled }) => disabled)
      .map(({ name }) => found(name, true, enforceSql(dialect, named(name), { kind: 'index' }))),
    ...table.foreignKeys.filter(isWeak).map((value) => {
      const disabled = value.disabled === true;
      const what = { kind: 'foreign-key', value, disabled } as const;
      return found(value.name, disabled, enforceSql(dialect, named(value.name), what));
    }),
    ...table.checks.filter(isWeak).map((value) => {
      const disabled = value.disabled === true;
      const what = { kind: 'check', value, disabled } as const;
      return found(value.name, disabled, enforceSql(dialect, named(value.name), what));
    }),
  ];
}

const isWeak = ({ disabled, notTrusted }: { disabled?: boolean; notTrusted?: boolean }) =>
  disabled === true || notTrusted === true;

const usualSchema = (dialect: Dialect) => (dialect === 'mssql' ? 'dbo' : 'public');
