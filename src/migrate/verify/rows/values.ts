import { sqlTypeOf } from '../../../schema/canonical-type.ts';
import type { ColumnType } from '../../../schema/column-type.ts';
import { renderLiteral } from '../../../schema/expression.ts';
import type { Column, Dialect } from '../../../schema/model.ts';
import type { SqlType } from '../../../schema/sql-type.ts';

/** The type that a column's values have: what an alias type or a domain stands for. */
export function valueType({ type, baseType }: Column): ColumnType {
  return baseType ?? type;
}

/**
 * The text of a value of the type: another one for each number, as far as the type has so many. Undefined for a type
 * that is not known here. Numbers are from 1 to some 10,000, so that they fit the smaller types too.
 */
export function valueText(type: ColumnType, dialect: Dialect, number: number): string | undefined {
  switch (type.kind) {
    case 'uuid':
      return uuidText(number);
    case 'boolean':
      return booleanText(dialect, number);
    case 'int':
    case 'bigint':
      return String(number);
    case 'decimal':
      return decimalText(type.precision, type.scale, number);
    case 'string':
      return wordText(type.length, number);
    case 'text':
      return wordText(null, number);
    case 'timestamp':
      return momentText(number, type.precision) + (dialect === 'postgres' ? '+00' : '');
    case 'native':
      return nativeText(sqlTypeOf(type, dialect), dialect, number);
  }
}

/** Text as SQL writes it for a column of the type. */
export function literalText(type: ColumnType, dialect: Dialect, text: string): string {
  if (dialect === 'postgres') return renderLiteral(text, dialect);
  const { name } = sqlTypeOf(type, dialect);
  // Not every type of SQL Server is made of text by itself.
  if (BINARY.has(name)) return `0x${text.replace(/^0x/, '')}`;
  if (NUMERIC.has(name) && /^[-+.\deE]+$/.test(text)) return text;
  return renderLiteral(text, dialect);
}

const BINARY = new Set(['binary', 'varbinary', 'image']);
const NUMERIC = new Set(
  'bit tinyint smallint int bigint decimal float real money smallmoney numeric'.split(' '),
);

export function isTextual(type: ColumnType, dialect: Dialect): boolean {
  return (
    type.kind === 'string' ||
    type.kind === 'text' ||
    /^(?:character|character varying|n?varchar|n?char|citext|ntext|text|name)$/.test(
      sqlTypeOf(type, dialect).name,
    )
  );
}

/** How many characters of text the type holds. */
export function roomOf(type: ColumnType, dialect: Dialect): number {
  const [length] = sqlTypeOf(type, dialect).args;
  return isTextual(type, dialect) && typeof length === 'number' ? length : Number.POSITIVE_INFINITY;
}

const uuidText = (number: number) => `5eedda7a-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

function booleanText(dialect: Dialect, number: number): string {
  const yes = number % 2 === 1;
  return dialect === 'mssql' ? String(Number(yes)) : String(yes);
}

/** With every digit of the scale, so that a change which rounds is seen. */
function decimalText(precision: number, scale: number, number: number): string {
  const whole = precision > scale ? String(number % 10 ** Math.min(precision - scale, 9)) : '0';
  const digits = String(number * 7 + 1).padStart(scale, '1');
  return scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
}

function wordText(length: number | null, number: number): string {
  const word = `row-${number}`;
  return length === null || word.length <= length ? word : number.toString(36).slice(-length);
}

/** Moments and days lie in the past: `2020-01-05 20:41:00.123456`. */
function momentText(number: number, precision: number): string {
  const text = new Date(Date.UTC(2020, 0, 1) + number * 60_000).toISOString();
  const fraction = precision === 0 ? '' : `.${'1234567'.slice(0, precision)}`;
  return text.slice(0, 19).replace('T', ' ') + fraction;
}

function dayText(number: number): string {
  return new Date(Date.UTC(2020, 0, 1 + (number % 1000))).toISOString().slice(0, 10);
}

const hexText = (number: number) => number.toString(16).padStart(8, '0');

function nativeText({ name, args, array }: SqlType, dialect: Dialect, number: number): string | undefined {
  if (array !== '') {
    const item = nativeText({ name, args, array: '' }, dialect, number);
    return item === undefined ? undefined : `{"${item.replace(/["\\]/g, '\\$&')}"}`;
  }
  const [first] = args;
  const length = typeof first === 'number' ? first : null;
  switch (name) {
    case 'uuid':
    case 'uniqueidentifier':
      return uuidText(number);
    case 'boolean':
      return booleanText('postgres', number);
    case 'tinyint':
      return String(number % 256);
    case 'smallint':
    case 'integer':
    case 'int':
    case 'bigint':
    case 'oid':
      return String(number);
    case 'real':
    case 'float':
    case 'double precision':
    case 'money':
    case 'smallmoney':
      return `${number}.25`;
    case 'numeric':
    case 'decimal':
      return length === null
        ? `${number}.25`
        : decimalText(length, typeof args[1] === 'number' ? args[1] : 0, number);
    case 'character':
    case 'char':
    case 'character varying':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      return wordText(length, number);
    case 'text':
    case 'ntext':
    case 'citext':
    case 'name':
    case 'sysname':
    case 'sql_variant':
      return wordText(null, number);
    case 'json':
    case 'jsonb':
      return `{"row": ${number}}`;
    case 'xml':
      return `<row>${number}</row>`;
    case 'date':
      return dayText(number);
    case 'time':
    case 'time without time zone':
      return momentText(number, 0).slice(11);
    case 'time with time zone':
      return `${momentText(number, 0).slice(11)}+00`;
    case 'timestamp without time zone':
    case 'datetime2':
      return momentText(number, Math.min(length ?? 6, 6));
    case 'timestamp with time zone':
      return `${momentText(number, Math.min(length ?? 6, 6))}+00`;
    case 'datetime':
    case 'smalldatetime':
      // With a T it means the same whatever the language of the login.
      return momentText(number, 0).replace(' ', 'T');
    case 'datetimeoffset':
      return `${momentText(number, Math.min(length ?? 6, 6))} +00:00`;
    case 'interval':
      return `${number} minutes`;
    case 'bytea':
      return `\\x${hexText(number)}`;
    case 'binary':
    case 'varbinary':
    case 'image':
      return hexText(number).slice(-2 * Math.min(length ?? 4, 4));
    case 'bit':
      return dialect === 'mssql'
        ? String(number % 2)
        : number
            .toString(2)
            .padStart(length ?? 1, '0')
            .slice(-(length ?? 1));
    case 'bit varying':
      return number.toString(2).slice(-(length ?? 8));
    case 'inet':
    case 'cidr':
      return `10.0.${(number >> 8) % 256}.${number % 256}`;
    case 'macaddr':
      return `08:00:2b:00:${hexText(number).slice(4, 6)}:${hexText(number).slice(6)}`;
    case 'hierarchyid':
      return `/${number}/`;
    case 'tsvector':
      return `row${number}`;
    case 'point':
      return `(${number},1)`;
    case 'int4range':
    case 'int8range':
    case 'numrange':
      return `[${number},${number + 1})`;
    case 'daterange':
      return `[${dayText(number)},)`;
    default:
      return undefined;
  }
}
