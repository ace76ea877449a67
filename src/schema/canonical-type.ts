import { type ColumnType, columnTypes, nativeType } from './column-type.ts';
import type { Dialect } from './model.ts';
import { parseSqlType, printSqlType, type SqlType } from './sql-type.ts';

export function sqlTypeOf(type: ColumnType, dialect: Dialect): SqlType {
  return parseSqlType(nativeType(type, dialect), dialect);
}

/** The one form of a type: a kind of this model where there is one, otherwise `native` with the engine's own spelling. */
export function canonicalType(type: ColumnType, dialect: Dialect): ColumnType {
  const parsed = sqlTypeOf(type, dialect);
  return modelType(parsed, dialect) ?? columnTypes.native(printSqlType(parsed));
}

function modelType({ name, args, array }: SqlType, dialect: Dialect): ColumnType | undefined {
  if (array !== '') return undefined;
  const [first, second] = args;
  switch (`${dialect} ${name}`) {
    case 'mssql uniqueidentifier':
    case 'postgres uuid':
      return columnTypes.uuid;
    case 'mssql bit':
    case 'postgres boolean':
      return columnTypes.boolean;
    case 'mssql int':
    case 'postgres integer':
      return columnTypes.int;
    case 'mssql bigint':
    case 'postgres bigint':
      return columnTypes.bigint;
    case 'mssql decimal':
    case 'postgres numeric':
      return typeof first === 'number' && typeof second === 'number'
        ? columnTypes.decimal(first, second)
        : undefined;
    case 'mssql nvarchar':
      return typeof first === 'number' ? columnTypes.string(first) : columnTypes.text;
    case 'postgres character varying':
      return typeof first === 'number' ? columnTypes.string(first) : undefined;
    case 'postgres text':
      return columnTypes.text;
    case 'mssql datetime2':
    case 'postgres timestamp with time zone':
      return typeof first === 'number' ? columnTypes.timestamp(first) : undefined;
    default:
      return undefined;
  }
}
