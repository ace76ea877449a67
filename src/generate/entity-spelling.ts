import type { Schema, Table } from '../schema/model.ts';
import { nameKey, serverOf } from '../schema/server.ts';

/**
 * The schema with every column named as its table has it. A server that ignores case may spell a name in a key in another way
 * (Babelfish keeps those in lower case), while the properties of an entity are told apart by every letter.
 */
export function withOneSpelling(schema: Schema): Schema {
  const server = serverOf(schema);
  if (server.caseSensitive) return schema;
  const tableKey = (space: string | undefined, name: string) =>
    nameKey(`${space ?? server.defaultSchema}\0${name}`, server);
  const spellings = new Map(
    schema.tables.map((table) => [
      tableKey(table.schema, table.name),
      new Map(table.columns.map(({ name }) => [nameKey(name, server), name])),
    ]),
  );
  const speller = (table: string) => (name: string) =>
    spellings.get(table)?.get(nameKey(name, server)) ?? name;
  return {
    ...schema,
    tables: schema.tables.map((table) =>
      respelled(table, speller(tableKey(table.schema, table.name)), ({ schema: space, table: name }) =>
        speller(tableKey(space, name)),
      ),
    ),
  };
}

type Speller = (name: string) => string;
type Target = { readonly schema?: string; readonly table: string };

function respelled(table: Table, own: Speller, of: (target: Target) => Speller): Table {
  const key = <
    K extends { columns: readonly string[]; descending?: readonly string[]; include?: readonly string[] },
  >({
    ...rest
  }: K): K => ({
    ...rest,
    columns: rest.columns.map(own),
    ...(rest.descending === undefined ? {} : { descending: rest.descending.map(own) }),
    ...(rest.include === undefined ? {} : { include: rest.include.map(own) }),
  });
  return {
    ...table,
    ...(table.primaryKey ? { primaryKey: key(table.primaryKey) } : {}),
    uniques: table.uniques.map(key),
    indexes: table.indexes.map((index) => ({
      ...index,
      columns: index.columns.map((column) =>
        column.expression ? column : { ...column, name: own(column.name) },
      ),
      include: index.include.map(own),
    })),
    foreignKeys: table.foreignKeys.map((foreignKey) => ({
      ...foreignKey,
      columns: foreignKey.columns.map(own),
      references: {
        ...foreignKey.references,
        columns: foreignKey.references.columns.map(of(foreignKey.references)),
      },
    })),
  };
}
