import { canonicalType } from './canonical-type.ts';
import { type ColumnType, columnTypes } from './column-type.ts';
import type { Column, Default, Identity } from './model.ts';
import type { NormalizeContext } from './normalize.ts';
import { nameKey, storedName } from './server.ts';
import type { Writable } from './writable.ts';

export function normalizeColumn(column: Column, context: NormalizeContext): Column {
  const { server, complete } = context;
  const { baseType, description, collation, identity } = column;
  const normal: Writable<Column> = {
    name: storedName(column.name, server),
    type: localType(column.type, context),
    nullable: column.nullable,
    collation: collation && !isDatabaseCollation(collation, context) ? collation : null,
    default: column.default && !isNothing(column.default, context) ? normalizeDefault(column.default) : null,
    identity: identity ? normalizeIdentity(identity, context) : null,
    computed: column.computed ?? null,
  };
  if (baseType !== undefined) normal.baseType = localType(baseType, context);
  if (complete || description !== undefined) normal.description = description || null;
  return normal;
}

/** A type of the default schema is the same with the schema's name and without. */
function localType(type: ColumnType, { dialect, server }: NormalizeContext): ColumnType {
  const canonical = canonicalType(type, dialect);
  if (canonical.kind !== 'native') return canonical;
  const [schema = '', ...rest] = canonical.sql.split('.');
  return rest.length === 1 && nameKey(schema, server) === nameKey(server.defaultSchema, server)
    ? columnTypes.native(rest.join())
    : canonical;
}

function isDatabaseCollation(collation: string, { dialect, server }: NormalizeContext): boolean {
  if (dialect === 'postgres' && nameKey(collation, server) === 'default') return true;
  const same = dialect === 'mssql' ? (name: string) => name.toLowerCase() : (name: string) => name;
  return server.collation !== undefined && same(collation) === same(server.collation);
}

/** Without a default a column gets NULL, so that PostgreSQL has none of NULL. On SQL Server it is an object like any other. */
function isNothing({ expression }: Default, { dialect }: NormalizeContext): boolean {
  return (
    dialect === 'postgres' &&
    typeof expression === 'string' &&
    /^null(?:::[\w. "[\]]+(?:\(\d+(?:,\s*\d+)?\))?(?:\[\])*)?$/i.test(expression.trim())
  );
}

function normalizeDefault({ name, systemNamed = false, expression }: Default): Default {
  return name === undefined ? { systemNamed, expression } : { name, systemNamed, expression };
}

/** An identity of SQL Server is always GENERATED ALWAYS: IDENTITY_INSERT is a setting of a session. */
function normalizeIdentity({ seed, increment, always }: Identity, context: NormalizeContext): Identity {
  const opinion = context.complete ? (always ?? false) : always;
  return {
    seed,
    increment,
    ...(context.dialect === 'mssql' || opinion === undefined ? {} : { always: opinion }),
  };
}
