import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import { quoteName } from '../../src/schema/expression.ts';
import type { Random } from './random.ts';
import { type DesignColumn, type DesignExpression, type DesignTable, kindOf } from './schema-design.ts';

type Quote = (column: string) => string;

/** The same text on both engines but for the quotes of names, unless there is another for SQL Server. */
function expression(
  columns: readonly DesignColumn[],
  text: (quote: Quote) => string,
  mssql: (quote: Quote) => string = text,
): DesignExpression {
  return {
    postgres: text((name) => quoteName(name, 'postgres')),
    mssql: mssql((name) => quoteName(name, 'mssql')),
    columns: columns.map(({ name, type }) => ({ name, kind: kindOf(type) })),
  };
}

const constant = (postgres: string, mssql = postgres): DesignExpression => ({ postgres, mssql, columns: [] });

export function defaultExpression(random: Random, type: ColumnType): DesignExpression | undefined {
  switch (kindOf(type)) {
    case 'uuid':
      return constant('gen_random_uuid()', 'newid()');
    case 'boolean':
      return random.pick([constant('false', '0'), constant('true', '1')]);
    case 'int':
    case 'bigint':
      return random.pick([constant('0'), constant('42'), constant('-1'), constant('(2 + 3)')]);
    case 'decimal':
      return random.pick([constant('0'), constant('1.0'), constant('0.25')]);
    case 'string':
    case 'text':
      return random.pick([
        constant("'new'"),
        constant("'it''s'"),
        constant("'why?'"),
        constant("'größe'", "N'größe'"),
        constant("''"),
        constant("upper('a?b')"),
      ]);
    case 'timestamp':
      return random.pick([constant('now()', 'sysutcdatetime()'), constant('CURRENT_TIMESTAMP', 'getdate()')]);
    default:
      return undefined;
  }
}

const isString = ({ type }: DesignColumn) => type.kind === 'string';
const isInt = ({ type }: DesignColumn) => type.kind === 'int';
const stored = ({ columns }: DesignTable) => columns.filter(({ computed }) => computed === undefined);

/** A computed column and its type; undefined where the table has nothing to compute from. */
export function formula(
  random: Random,
  table: DesignTable,
): { readonly type: ColumnType; readonly expression: DesignExpression } | undefined {
  const [integer] = random.some(stored(table).filter(isInt), 1, 1);
  const [text] = random.some(stored(table).filter(isString), 1, 1);
  if (integer !== undefined && (text === undefined || random.chance(0.5))) {
    const factor = random.int(2, 9);
    return {
      type: columnTypes.int,
      expression: expression([integer], (quote) => `${quote(integer.name)} * ${factor}`),
    };
  }
  if (text === undefined) return undefined;
  return {
    type: columnTypes.text,
    expression: expression([text], (quote) => `upper(${quote(text.name)})`),
  };
}

export function filterExpression(random: Random, table: DesignTable): DesignExpression | undefined {
  const candidates = stored(table).filter(({ type }) =>
    ['boolean', 'int', 'string', 'decimal', 'uuid'].includes(type.kind),
  );
  const [column] = random.some(candidates, 1, 1);
  return column === undefined ? undefined : random.pick(conditionsOf(column));
}

export function checkExpression(random: Random, table: DesignTable): DesignExpression | undefined {
  const columns = stored(table);
  const [column] = random.some(columns, 1, 1);
  if (column === undefined) return undefined;
  const [a, b] = random.some(columns.filter(isInt), 2, 2);
  const two =
    a === undefined || b === undefined
      ? []
      : [
          expression([a, b], (quote) => `${quote(a.name)} < ${quote(b.name)}`),
          expression(
            [a, b],
            (quote) => `${quote(a.name)} > 0 AND (${quote(b.name)} > 0 OR ${quote(a.name)} > 9)`,
          ),
          expression([a, b], (quote) => `${quote(a.name)} >= 0 AND ${quote(b.name)} IN (1, 2, 3)`),
        ];
  const text =
    column.type.kind === 'string' || column.type.kind === 'text'
      ? [
          expression(
            [column],
            (quote) => `length(${quote(column.name)}) > 2`,
            (quote) => `len(${quote(column.name)}) > 2`,
          ),
          expression([column], (quote) => `${quote(column.name)} LIKE 'a?b%'`),
          expression(
            [column],
            (quote) => `json_typeof((${quote(column.name)})::json) IN ('object', 'array')`,
            (quote) => `ISJSON(${quote(column.name)}) = 1`,
          ),
        ]
      : [];
  const conditions = [...conditionsOf(column), ...two, ...text];
  return random.pick(conditions);
}

/** What can be said of a single column, in a check and in a filter. */
function conditionsOf(column: DesignColumn): DesignExpression[] {
  const { name, type } = column;
  const say = (text: (quoted: string) => string, mssql = text) =>
    expression(
      [column],
      (quote) => text(quote(name)),
      (quote) => mssql(quote(name)),
    );
  const notNull = say((it) => `${it} IS NOT NULL`);
  switch (type.kind) {
    case 'boolean':
      return [
        say(
          (it) => `${it} = false`,
          (it) => `${it} = 0`,
        ),
        notNull,
      ];
    case 'int':
      return [
        say((it) => `${it} >= 0 AND ${it} < 100`),
        say((it) => `${it} BETWEEN 1 AND 5`),
        say((it) => `${it} <> -1`),
      ];
    case 'string':
      return [
        say((it) => `${it} IN ('new', 'old', 'it''s')`),
        say(
          (it) => `${it} = 'größe'`,
          (it) => `${it} = N'größe'`,
        ),
        say((it) => `${it} <> 'a' AND ${it} <> 'b?'`),
        notNull,
      ];
    case 'decimal':
      return [say((it) => `${it} > 0.5`), say((it) => `${it} >= 0`)];
    default:
      return [notNull, say((it) => `${it} IS NULL OR ${it} IS NOT NULL`)];
  }
}
