import type { LintRule } from '../rule.ts';

/** Knex then makes a unique index over rows without a null, which no foreign key can refer to. */
export const knexUniqueWithoutConstraint: LintRule = {
  id: 'knex-unique-without-constraint',
  severity: 'warning',
  summary: "Knex's unique() without useConstraint makes a filtered index on SQL Server",
  engine: 'mssql',
  statement: ({ current }, statement) => {
    if (statement.kind !== 'create-index' || !statement.index.unique) return [];
    const { table, index } = statement;
    const columns = index.columns.map(({ column }) => column);
    const call = current.calls.find(
      ({ method, args }) =>
        method === 'unique' && [args[0]].flat().join() === columns.join() && !saysSo(args[1]),
    );
    if (call === undefined) return [];
    const name = index.name ?? `uq_${table.name}_${columns.join('_')}`;
    return [
      {
        table,
        name: index.name,
        message: `unique() makes ${name} an index that leaves out nulls on SQL Server, not a constraint`,
        advice: `Say unique([${columns.map((column) => `'${column}'`).join(', ')}], { indexName: 'uq_${table.name}_${columns.join('_')}', useConstraint: true }), or use createIndex of quodsi-db/ddl where an index is meant.`,
        place: call.place,
      },
    ];
  },
};

/** A predicate says that an index is meant. */
function saysSo(options: unknown): boolean {
  const { useConstraint, predicate } = Object(options) as { useConstraint?: unknown; predicate?: unknown };
  return useConstraint !== undefined || predicate !== undefined;
}
