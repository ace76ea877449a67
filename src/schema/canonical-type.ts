import { type ColumnType, columnTypes, nativeType } from './column-type.ts';
import type { Dialect } from './model.ts';
import { parseSqlType, printSqlType, type SqlType } from './sql-type.ts';

/** A database has thousands of columns of a few types. */
const parsed: Readonly<Record<Dialect, Map<string, SqlType>>> = { mssql: new Map(), postgres: new Map() };

export function sqlTypeOf(type: ColumnType, dialect: Dialect): SqlType {
  const sql = nativeType(type, dialect);
  const known = parsed[dialect].get(sql);
  if (known !== undefined) return known;
  const read = parseSqlType(sql, dialect);
  parsed[dialect].set(sql, read);
  return read;
}

/** The one form of a type: a kind of this model where there is one, otherwise `native` with the engine's own spelling. */
export function canonicalType(type: ColumnType, dialect: Dialect): ColumnType {
  if (type.kind !== 'native') return type;
  const read = sqlTypeOf(type, dialect);
  return modelType(read, dialect) ?? columnTypes.native(printSqlType(read));
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
