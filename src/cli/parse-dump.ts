import { z } from 'zod';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { ColumnType } from '../schema/column-type.ts';
import type * as model from '../schema/model.ts';
import type { Opaque, Sequence } from '../schema/model-objects.ts';

/**
 * The schema that the text of a dump holds. Members that it has besides are left out.
 *
 * @param shown the name of the file, for the error
 * @throws QuodsiDbError `BAD_DUMP`, exit code 78
 */
export function parseDump(text: string, shown: string): model.Schema {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw badDump(`${shown} is not JSON`, cause);
  }
  const { success, data, error } = schema.safeParse(Object(document).schema ?? document);
  if (success) return data;
  const [first] = error.issues;
  const where = first === undefined || first.path.length === 0 ? '' : ` (${first.path.join('.')})`;
  throw badDump(`${shown} is not a dump of a schema: ${first?.message ?? 'it is empty'}${where}`, error);
}

export function badDump(message: string, cause?: unknown): QuodsiDbError {
  return new QuodsiDbError('BAD_DUMP', message, {
    hint: 'Give a file that "quodsi-db schema dump --output <file>" wrote; "schema diff" also takes a connection string, or the word database for that of the project.',
    exitCode: exitCodes.config,
    cause,
  });
}

const optional = z.string().exactOptional();
const nullable = z.string().nullable().exactOptional();
const flag = z.boolean().exactOptional();
const names = z.array(z.string());
const hidden = z.object({ hidden: z.enum(['permission', 'engine']) });
const textOrHidden = z.union([z.string(), hidden]);
const dialect = z.enum(['mssql', 'postgres']);
const size = z.int();

const columnType: z.ZodType<ColumnType> = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['uuid', 'boolean', 'int', 'bigint', 'text']) }),
  z.object({ kind: z.literal('decimal'), precision: size, scale: size }),
  z.object({ kind: z.literal('string'), length: size }),
  z.object({ kind: z.literal('timestamp'), precision: size }),
  z.object({ kind: z.literal('native'), sql: z.string() }),
]);

const column: z.ZodType<model.Column> = z.object({
  name: z.string(),
  type: columnType,
  baseType: columnType.exactOptional(),
  nullable: z.boolean(),
  collation: nullable,
  default: z
    .object({ name: textOrHidden.exactOptional(), systemNamed: flag, expression: textOrHidden })
    .nullable()
    .exactOptional(),
  identity: z.object({ seed: z.number(), increment: z.number(), always: flag }).nullable().exactOptional(),
  computed: z.object({ expression: textOrHidden, persisted: z.boolean() }).nullable().exactOptional(),
  description: nullable,
});

const named = { name: z.string(), systemNamed: flag };
const storage = {
  disabled: flag,
  ignoreDuplicates: flag,
  fillFactor: z.number().exactOptional(),
  compression: z.enum(['none', 'row', 'page', 'columnstore', 'columnstore_archive', 'mixed']).exactOptional(),
  partition: nullable,
};
const deferrable = z.enum(['no', 'initially immediate', 'initially deferred']).exactOptional();
const key = {
  ...named,
  ...storage,
  clustered: flag,
  columns: names,
  descending: names.exactOptional(),
  include: names.exactOptional(),
  deferrable,
};
const enforcement = { disabled: flag, notTrusted: flag };
const action = z.enum(['no action', 'restrict', 'cascade', 'set null', 'set default']);

const index: z.ZodType<model.Index> = z.object({
  ...named,
  ...storage,
  columns: z.array(
    z.object({
      name: z.string(),
      descending: z.boolean(),
      expression: flag,
      nulls: z.enum(['first', 'last']).exactOptional(),
      operatorClass: optional,
      collation: optional,
    }),
  ),
  include: names,
  unique: z.boolean(),
  clustered: z.boolean(),
  filter: textOrHidden.nullable().exactOptional(),
  nullsNotDistinct: flag,
  method: optional,
});

const foreignKey: z.ZodType<model.ForeignKey> = z.object({
  ...named,
  ...enforcement,
  columns: names,
  references: z.object({ schema: optional, table: z.string(), columns: names }),
  onDelete: action,
  onUpdate: action,
  deferrable,
});

const table: z.ZodType<model.Table> = z.object({
  schema: optional,
  name: z.string(),
  description: nullable,
  columns: z.array(column),
  primaryKey: z.object(key).nullable().exactOptional(),
  uniques: z.array(z.object({ ...key, nullsNotDistinct: flag })),
  indexes: z.array(index),
  foreignKeys: z.array(foreignKey),
  checks: z.array(z.object({ ...named, ...enforcement, expression: textOrHidden })),
  temporal: flag,
});

const sequence: z.ZodType<Sequence> = z.object({
  schema: optional,
  name: z.string(),
  type: columnType,
  start: z.string(),
  increment: z.string(),
  minimum: optional,
  maximum: optional,
  cycle: z.boolean(),
});

const opaque: z.ZodType<Opaque> = z.object({
  kind: z.enum([
    'view',
    'materialized-view',
    'trigger',
    'routine',
    'security-policy',
    'exclusion-constraint',
    'type',
  ]),
  schema: optional,
  table: optional,
  name: z.string(),
  hash: textOrHidden.exactOptional(),
  disabled: flag,
});

const schema: z.ZodType<model.Schema> = z.object({
  dialect,
  origin: z.enum(['declared', 'database']).exactOptional(),
  server: z
    .object({
      engine: z.enum(['mssql', 'babelfish', 'postgres']),
      defaultSchema: z.string(),
      collation: optional,
      caseSensitive: z.boolean(),
    })
    .exactOptional(),
  schemas: names.exactOptional(),
  tables: z.array(table),
  sequences: z.array(sequence).exactOptional(),
  opaques: z.array(opaque).exactOptional(),
});
