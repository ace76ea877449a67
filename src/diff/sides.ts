import { sqlTypeOf } from '../schema/canonical-type.ts';
import type { ExpressionContext } from '../schema/expression-canonical.ts';
import type { Dialect, Server, Table } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';

/** What holds for both sides of a comparison. */
export interface Sides {
  readonly dialect: Dialect;
  /** The server that either side lives on, or is meant for. */
  readonly server: Server;
}

/** How the expressions of a table are read. */
export function expressionContext(table: Table, { dialect, server }: Sides): ExpressionContext {
  let types: ReadonlyMap<string, string> | undefined;
  return {
    dialect,
    caseSensitive: server.caseSensitive,
    columnType: (name) => {
      // Most tables have no expression that depends on a type.
      types ??= columnTypesOf(table, dialect, server);
      return types.get(nameKey(name, server));
    },
  };
}

function columnTypesOf({ columns }: Table, dialect: Dialect, server: Server): ReadonlyMap<string, string> {
  return new Map(
    columns.map((column) => {
      const { name, array } = sqlTypeOf(column.baseType ?? column.type, dialect);
      return [nameKey(column.name, server), name + array];
    }),
  );
}

/** How the expressions of a table are read on each side. */
export interface Contexts {
  readonly from: ExpressionContext;
  readonly to: ExpressionContext;
}
