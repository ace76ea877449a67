import { nativeType } from '../schema/column-type.ts';
import type { Column, Identity } from '../schema/model.ts';
import { object, type RenderContext } from './render-context.ts';
import { quoted } from './source-text.ts';

/** The type of a column as code of a string, each engine's own: for `specificType` and the helpers of quodsi-db/ddl. */
export function typeCode(context: RenderContext, { type, identity }: Column): string {
  if (identity) return identityCode(context, { type, identity });
  switch (type.kind) {
    case 'timestamp':
      return `${context.helper('dateTimeType')}(knex, ${type.precision})`;
    case 'native':
      return quoted(type.sql);
    case 'int':
    case 'bigint':
      return quoted(type.kind);
    case 'decimal':
      return quoted(`decimal(${type.precision},${type.scale})`);
    default: {
      const texts = object({
        mssql: quoted(nativeType(type, 'mssql')),
        postgres: quoted(nativeType(type, 'postgres')),
      });
      return `${context.helper('perEngine')}(knex, ${texts})`;
    }
  }
}

const identityTypes = ['bigint', 'int', 'smallint'];

function identityCode(
  context: RenderContext,
  { type, identity }: { readonly type: Column['type']; readonly identity: Identity },
): string {
  const name = type.kind === 'native' ? type.sql : type.kind;
  if (!identityTypes.includes(name)) {
    const text = nativeType(type, context.dialect);
    return quoted(
      context.dialect === 'mssql'
        ? `${text} identity(${identity.seed},${identity.increment})`
        : `${text} generated ${identity.always ? 'always' : 'by default'} as identity (START WITH ${identity.seed} INCREMENT BY ${identity.increment})`,
    );
  }
  const { seed, increment, always } = identity;
  const options = {
    start: seed === 1 ? undefined : String(seed),
    increment: increment === 1 ? undefined : String(increment),
    always: always === true ? 'true' : undefined,
  };
  const isUsual = Object.values(options).every((value) => value === undefined);
  const args = [
    'knex',
    ...(name === 'bigint' && isUsual ? [] : [quoted(name)]),
    ...(isUsual ? [] : [object(options)]),
  ];
  return `${context.helper('identityType')}(${args.join(', ')})`;
}

/** The call of Knex's table builder that makes the column, without what follows it. */
export function builderTypeCode(context: RenderContext, column: Column): string {
  const { type, identity, collation } = column;
  const name = quoted(column.name);
  if (identity || collation) return `specificType(${name}, ${collatedTypeCode(context, column)})`;
  switch (type.kind) {
    case 'uuid':
    case 'boolean':
    case 'text':
      return `${type.kind}(${name})`;
    case 'int':
      return `integer(${name})`;
    case 'bigint':
      return `bigInteger(${name})`;
    case 'decimal':
      return `decimal(${name}, ${type.precision}, ${type.scale})`;
    case 'string':
      return `string(${name}, ${type.length})`;
    case 'timestamp':
    case 'native':
      return `specificType(${name}, ${typeCode(context, column)})`;
  }
}

/** A collation is a name of one engine, so the whole type is its text. */
function collatedTypeCode(context: RenderContext, column: Column): string {
  const { collation, type } = column;
  if (!collation) return typeCode(context, column);
  context.noteOneEngine();
  const text = nativeType(type, context.dialect);
  return quoted(
    context.dialect === 'mssql'
      ? `${text} COLLATE ${collation}`
      : `${text} COLLATE "${collation.replaceAll('"', '""')}"`,
  );
}
