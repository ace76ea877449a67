import type { Dialect } from './model.ts';

/** A type of an engine under the one name that this model gives it, its usual length, precision and scale filled in. */
export interface SqlType {
  /** As the engine writes it, with the words that come after the arguments: `timestamp with time zone`. */
  readonly name: string;
  readonly args: readonly (number | 'max')[];
  /** `[]` for each dimension of an array of PostgreSQL. */
  readonly array: string;
}

const synonyms: Readonly<Record<Dialect, Readonly<Record<string, string>>>> = {
  // https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-type-synonyms-transact-sql
  // decimal and numeric are one type under two names; timestamp is the old name of rowversion.
  mssql: {
    'binary varying': 'varbinary',
    'char varying': 'varchar',
    character: 'char',
    'character varying': 'varchar',
    dec: 'decimal',
    'double precision': 'float',
    integer: 'int',
    'national char': 'nchar',
    'national char varying': 'nvarchar',
    'national character': 'nchar',
    'national character varying': 'nvarchar',
    'national text': 'ntext',
    numeric: 'decimal',
    timestamp: 'rowversion',
  },
  // https://www.postgresql.org/docs/current/datatype.html
  postgres: {
    bool: 'boolean',
    char: 'character',
    dec: 'numeric',
    decimal: 'numeric',
    'char varying': 'character varying',
    float4: 'real',
    float8: 'double precision',
    int: 'integer',
    int2: 'smallint',
    int4: 'integer',
    int8: 'bigint',
    'national char': 'character',
    'national char varying': 'character varying',
    'national character': 'character',
    'national character varying': 'character varying',
    nchar: 'character',
    time: 'time without time zone',
    timestamp: 'timestamp without time zone',
    timestamptz: 'timestamp with time zone',
    timetz: 'time with time zone',
    varbit: 'bit varying',
    varchar: 'character varying',
  },
};

const shapes = {
  mssql: /^(.+?)\s*(?:\(([^()]*)\))?()()$/s,
  postgres: /^(.+?)\s*(?:\(([^()]*)\))?\s*((?:with|without) time zone)?((?:\s*\[\d*\])*)$/is,
} as const;

/**
 * Reads the text of a type. A name that is not built in is kept as it is, without needless quotes.
 *
 * @param inCast a length that is left out is then 30 on SQL Server, not 1, and a precision of PostgreSQL stays the value's
 */
export function parseSqlType(sql: string, dialect: Dialect, inCast = false): SqlType {
  const [, head = sql, list, zone = '', dimensions = ''] = shapes[dialect].exec(sql.trim()) ?? [];
  const args = list === undefined ? [] : list.split(',').map(argument);
  const array = '[]'.repeat(dimensions.split('[').length - 1);
  if (args.includes(undefined)) return { name: sql.trim(), args: [], array: '' };
  const word = `${typeName(head, dialect)}${zone === '' ? '' : ` ${zone.toLowerCase()}`}`.replaceAll(
    /\s+/g,
    ' ',
  );
  const name = synonyms[dialect][word] ?? word;
  const known = args.filter((arg) => arg !== undefined);
  const filled = dialect === 'mssql' ? mssqlType(name, known, inCast) : postgresType(name, known, inCast);
  return { ...filled, array };
}

export function printSqlType({ name, args, array }: SqlType): string {
  const list = args.length === 0 ? '' : `(${args.join(',')})`;
  const [, head = name, zone = ''] = /^(time|timestamp)( with(?:out)? time zone)$/.exec(name) ?? [];
  return `${head}${list}${zone}${array}`;
}

function argument(text: string): number | 'max' | undefined {
  const arg = text.trim().toLowerCase();
  if (arg === 'max') return 'max';
  return /^-?\d+$/.test(arg) ? Number(arg) : undefined;
}

function typeName(head: string, dialect: Dialect): string {
  if (dialect === 'postgres') {
    // "char" in quotes is a type of its own; any other name is folded to lower case unless it is quoted.
    return head.includes('"')
      ? head.trim()
      : head
          .trim()
          .toLowerCase()
          .replace(/^pg_catalog\./, '');
  }
  const bare = head.trim().replaceAll(/\[([A-Za-z_]\w*)\]|"([A-Za-z_]\w*)"/g, '$1$2');
  const lower = bare.toLowerCase().replace(/^sys\./, '');
  return mssqlBuiltIn.has(synonyms.mssql[lower] ?? lower) || lower in synonyms.mssql ? lower : bare;
}

const mssqlBuiltIn = new Set(
  `bigint binary bit char date datetime datetime2 datetimeoffset decimal float geography geometry hierarchyid image int
  json money nchar ntext nvarchar real rowversion smalldatetime smallint smallmoney sql_variant sysname text time tinyint
  uniqueidentifier varbinary varchar vector xml`.split(/\s+/),
);

// https://learn.microsoft.com/en-us/sql/t-sql/data-types/data-types-transact-sql
function mssqlType(name: string, args: readonly (number | 'max')[], inCast: boolean): Omit<SqlType, 'array'> {
  const [first] = args;
  switch (name) {
    case 'float':
      return { name: typeof first === 'number' && first <= 24 ? 'real' : 'float', args: [] };
    case 'decimal':
      return { name, args: [first ?? 18, args[1] ?? 0] };
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return { name, args: [first ?? 7] };
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      return { name, args: [first === -1 ? 'max' : (first ?? (inCast ? 30 : 1))] };
    default:
      return { name, args };
  }
}

function postgresType(
  name: string,
  args: readonly (number | 'max')[],
  inCast: boolean,
): Omit<SqlType, 'array'> {
  const [first] = args;
  switch (name) {
    case 'float':
      return { name: typeof first === 'number' && first <= 24 ? 'real' : 'double precision', args: [] };
    case 'numeric':
      return { name, args: first === undefined ? [] : [first, args[1] ?? 0] };
    case 'character':
    case 'bit':
      return { name, args: [first ?? 1] };
    case 'bpchar':
      return first === undefined ? { name, args } : { name: 'character', args };
    case 'time with time zone':
    case 'time without time zone':
    case 'timestamp with time zone':
    case 'timestamp without time zone':
      return { name, args: first === undefined && inCast ? [] : [first ?? 6] };
    default:
      return { name, args };
  }
}
