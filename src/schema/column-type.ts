import type { Dialect } from './model.ts';

/** What a column holds, whatever the engine calls it. */
export type ColumnType =
  | { readonly kind: 'uuid' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'int' }
  | { readonly kind: 'bigint' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  /** Text of at most `length` UTF-16 code units on SQL Server, characters on PostgreSQL. */
  | { readonly kind: 'string'; readonly length: number }
  /** Text without a limit. */
  | { readonly kind: 'text' }
  /** A moment in UTC with `precision` digits of a second. */
  | { readonly kind: 'timestamp'; readonly precision: number }
  /** A type that this model has no word for, kept as the engine writes it. */
  | { readonly kind: 'native'; readonly sql: string };

/** The column types an entity is declared with: `columnTypes.string(255)`, `columnTypes.uuid` … */
export const columnTypes = {
  uuid: { kind: 'uuid' },
  boolean: { kind: 'boolean' },
  /** 32 bits, signed. */
  int: { kind: 'int' },
  /** 64 bits, signed. */
  bigint: { kind: 'bigint' },
  decimal: (precision: number, scale: number) => ({ kind: 'decimal', precision, scale }) as const,
  string: (length: number) => ({ kind: 'string', length }) as const,
  text: { kind: 'text' },
  timestamp: (precision: number) => ({ kind: 'timestamp', precision }) as const,
  native: <const Sql extends string>(sql: Sql) => ({ kind: 'native', sql }) as const,
} as const;

type NumberName = 'tinyint' | 'smallint' | 'real' | 'float' | 'double precision';
type NumeralName = 'decimal' | 'numeric' | 'money' | 'smallmoney';
type TextName =
  | 'char'
  | 'varchar'
  | 'nchar'
  | 'nvarchar'
  | 'ntext'
  | 'character'
  | 'character varying'
  | 'bpchar'
  | 'citext';
type MomentName = 'date' | 'datetime' | 'datetime2' | 'smalldatetime' | 'datetimeoffset';
type Sized<Name extends string> = Name | `${Name}(${string})`;

/** Of a type by its name in DDL; unknown where drivers do not agree, or the name is none that comes with an engine. */
type NativeValue<Sql extends string> =
  Sql extends Sized<NumberName>
    ? number
    : Sql extends Sized<NumeralName>
      ? number | string
      : Sql extends Sized<TextName>
        ? string
        : Sql extends Sized<MomentName> | `timestamp${string}time zone`
          ? Date
          : unknown;

/** The TypeScript type of a value as Knex returns it; drivers disagree on bigint and decimal. */
export type ValueOf<T extends ColumnType> = T extends { kind: 'uuid' | 'string' | 'text' }
  ? string
  : T extends { kind: 'boolean' }
    ? boolean
    : T extends { kind: 'int' }
      ? number
      : T extends { kind: 'bigint' }
        ? number | string | bigint
        : T extends { kind: 'decimal' }
          ? number | string
          : T extends { kind: 'timestamp' }
            ? Date
            : T extends { kind: 'native'; sql: infer Sql extends string }
              ? NativeValue<Sql>
              : unknown;

/** The type's name in DDL. */
export function nativeType(type: ColumnType, dialect: Dialect): string {
  const mssql = dialect === 'mssql';
  switch (type.kind) {
    case 'uuid':
      return mssql ? 'uniqueidentifier' : 'uuid';
    case 'boolean':
      return mssql ? 'bit' : 'boolean';
    case 'int':
      return mssql ? 'int' : 'integer';
    case 'bigint':
      return 'bigint';
    case 'decimal':
      return `${mssql ? 'decimal' : 'numeric'}(${type.precision},${type.scale})`;
    case 'string':
      return `${mssql ? 'nvarchar' : 'varchar'}(${type.length})`;
    case 'text':
      return mssql ? 'nvarchar(max)' : 'text';
    case 'timestamp':
      return `${mssql ? 'datetime2' : 'timestamptz'}(${type.precision})`;
    case 'native':
      return type.sql;
  }
}

/** Why no engine, or only one of them, could make such a column; undefined when both can. */
export function columnTypeFault(type: ColumnType): string | undefined {
  const within = (value: number, from: number, to: number) =>
    Number.isInteger(value) && value >= from && value <= to;
  switch (type.kind) {
    case 'decimal':
      return within(type.precision, 1, 38) && within(type.scale, 0, type.precision)
        ? undefined
        : 'a decimal has a precision of 1 to 38 and a scale of 0 to its precision';
    case 'string':
      return within(type.length, 1, 4000) ? undefined : 'a string has a length of 1 to 4000; longer is text';
    case 'timestamp':
      return within(type.precision, 0, 6) ? undefined : 'a timestamp has 0 to 6 digits of a second';
    case 'native':
      return typeof type.sql !== 'string' || type.sql.trim() === ''
        ? 'a native type needs its name'
        : undefined;
    default:
      return undefined;
  }
}

/** Whether values of the type are written as numbers in SQL. */
export function isNumeric(type: ColumnType): boolean {
  return type.kind === 'int' || type.kind === 'bigint' || type.kind === 'decimal';
}
