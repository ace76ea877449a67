import { canonicalType } from './canonical-type.ts';
import type { Schema, Server } from './model.ts';
import type { Opaque, Sequence } from './model-objects.ts';
import { normalizeTable } from './normalize-table.ts';
import { compareNames, nameKey, serverOf, storedName } from './server.ts';
import { sortBy } from './sort-by.ts';

/** What normalizing one schema depends on. */
export interface NormalizeContext {
  readonly dialect: Schema['dialect'];
  readonly server: Server;
  /** Whether what is left out is known not to be there, rather than "no opinion". */
  readonly complete: boolean;
}

/**
 * The one form of a schema, for either side of a comparison: every usual value said, names as the server keeps them,
 * tables and their parts in the order of their names (columns in their own). The result leaves out "no opinion" only.
 *
 * Where a declaration says nothing it has no opinion on descriptions, names of defaults, clustering of keys, fill factor,
 * compression, partitions, GENERATED ALWAYS and base types. On all else it means the usual value: no default, no identity, no filter, enabled, trusted, the database's collation.
 *
 * @param server of the database that the schema is compared with or made for; its own or the usual one where left out
 */
export function normalize(schema: Schema, server: Server = serverOf(schema)): Schema {
  const { dialect, origin = 'declared' } = schema;
  const context: NormalizeContext = { dialect, server, complete: origin === 'database' };
  const tables = schema.tables.map((table) => normalizeTable(table, context));
  const { schemas, sequences, opaques } = schema;
  const names = schemas && [
    ...new Set([...schemas, ...tables.map((table) => table.schema ?? server.defaultSchema)]),
  ];
  const sorted = <T extends Named>(items: readonly T[]) => sortBy(items, (item) => objectKey(item, server));
  return {
    dialect,
    origin,
    server,
    ...(names === undefined ? {} : { schemas: names.toSorted(compareNames) }),
    tables: sorted(tables),
    ...(sequences === undefined
      ? {}
      : { sequences: sorted(sequences.map((sequence) => normalizeSequence(sequence, context))) }),
    ...(opaques === undefined
      ? {}
      : { opaques: sorted(opaques.map((opaque) => normalizeOpaque(opaque, context))) }),
  };
}

interface Named {
  readonly schema?: string;
  readonly name: string;
  readonly table?: string;
  readonly kind?: string;
}

/** Text that is the same for two objects of a kind that the server does not tell apart. */
export function objectKey({ schema, name, table = '', kind = '' }: Named, server: Server): string {
  return JSON.stringify(
    [schema ?? server.defaultSchema, table, name, kind].map((part) => nameKey(part, server)),
  );
}

function normalizeSequence(sequence: Sequence, { dialect, server }: NormalizeContext): Sequence {
  return {
    ...sequence,
    schema: storedName(sequence.schema ?? server.defaultSchema, server),
    name: storedName(sequence.name, server),
    type: canonicalType(sequence.type, dialect),
  };
}

function normalizeOpaque(opaque: Opaque, { server }: NormalizeContext): Opaque {
  return {
    ...opaque,
    schema: storedName(opaque.schema ?? server.defaultSchema, server),
    name: storedName(opaque.name, server),
    ...(opaque.table === undefined ? {} : { table: storedName(opaque.table, server) }),
    disabled: opaque.disabled ?? false,
  };
}
