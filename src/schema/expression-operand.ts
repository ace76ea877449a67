import { readCall } from './expression-call.ts';
import {
  type Cursor,
  nextIsKeyword,
  nextIsSymbol,
  peek,
  readList,
  takeKeywords,
  takeSymbol,
} from './expression-cursor.ts';
import { call, cast, constant, numeral, operation, type Tree, text } from './expression-tree.ts';
import { readType } from './expression-type.ts';

/** Words that begin or continue something else, and so are no name unless in quotes. */
const reserved = new Set(
  `all and any as between by collate distinct else end exists for from group having in into is like
  limit not offset on or order select some then union using when where with`.split(/\s+/),
);

/** Functions that are called without parentheses, under the name that the server stores. */
const bareCalls = {
  // https://learn.microsoft.com/en-us/sql/t-sql/functions/current-timestamp-transact-sql (equivalent to GETDATE)
  // https://learn.microsoft.com/en-us/sql/t-sql/functions/current-user-transact-sql (equivalent to USER_NAME)
  mssql: {
    current_timestamp: 'getdate',
    current_user: 'user_name',
    session_user: 'session_user',
    system_user: 'system_user',
    user: 'user_name',
  },
  postgres: {
    current_catalog: 'current_catalog',
    current_date: 'current_date',
    current_role: 'current_role',
    current_schema: 'current_schema',
    current_time: 'current_time',
    // https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-CURRENT (now is equivalent)
    current_timestamp: 'now',
    current_user: 'current_user',
    localtime: 'localtime',
    localtimestamp: 'localtimestamp',
    session_user: 'session_user',
    user: 'current_user',
  },
} as const satisfies Record<string, Record<string, string>>;

/** Reads what stands between operators: a literal, a name, a call, a cast, a CASE, or parentheses. */
export function readOperand(cursor: Cursor): Tree | undefined {
  const token = peek(cursor);
  switch (token?.kind) {
    case 'string':
    case 'national':
      cursor.position += 1;
      return text(token.text, token.kind === 'national');
    case 'number':
      cursor.position += 1;
      return numeral(token.text);
    case 'binary':
      cursor.position += 1;
      return constant(token.text);
    case 'symbol':
      return readParentheses(cursor);
    case 'word':
      return readWord(cursor, token.keyword ?? '');
    case 'quoted':
      return readName(cursor);
    default:
      return undefined;
  }
}

function readParentheses(cursor: Cursor): Tree | undefined {
  if (!takeSymbol(cursor, '(')) return undefined;
  const list = readList(cursor, ')');
  if (list?.length === 1) return list[0];
  return list === undefined || list.length === 0 || cursor.dialect === 'mssql'
    ? undefined
    : operation('row', list);
}

function readWord(cursor: Cursor, keyword: string): Tree | undefined {
  const called = nextIsSymbol(cursor, '(', 1);
  switch (keyword) {
    case 'null':
      cursor.position += 1;
      return constant('null');
    case 'true':
    case 'false':
      if (cursor.dialect === 'mssql') break;
      cursor.position += 1;
      return constant(keyword);
    case 'case':
      return readCase(cursor);
    case 'cast':
    case 'try_cast':
    case 'convert':
    case 'try_convert':
      return called ? readCast(cursor, keyword) : undefined;
    case 'next':
      return readNextValue(cursor);
    case 'array':
    case 'row':
      return cursor.dialect === 'postgres' ? readCollection(cursor, keyword) : readName(cursor);
  }
  if (reserved.has(keyword)) return undefined;
  const bare: Readonly<Record<string, string>> = bareCalls[cursor.dialect];
  const stored = bare[keyword];
  if (stored !== undefined && !called && !nextIsSymbol(cursor, '.', 1)) {
    cursor.position += 1;
    return call(stored, []);
  }
  return readTypedLiteral(cursor) ?? readName(cursor);
}

/** `date '2020-01-01'` of PostgreSQL. */
function readTypedLiteral(cursor: Cursor): Tree | undefined {
  const literal = peek(cursor, 1);
  if (cursor.dialect !== 'postgres' || literal?.kind !== 'string') return undefined;
  const type = readType(cursor);
  cursor.position += 1;
  return type === undefined ? undefined : cast(type, text(literal.text));
}

function readName(cursor: Cursor): Tree | undefined {
  const parts: string[] = [];
  do {
    const token = peek(cursor);
    if (token?.kind !== 'word' && token?.kind !== 'quoted') return undefined;
    parts.push(token.text);
    cursor.position += 1;
  } while (takeSymbol(cursor, '.'));
  return nextIsSymbol(cursor, '(') ? readCall(cursor, parts) : { kind: 'name', parts };
}

/** The arguments are condition and value in turn, the value of ELSE last; CASE x WHEN has x in front, as `case of`. */
function readCase(cursor: Cursor): Tree | undefined {
  takeKeywords(cursor, 'case');
  const args: Tree[] = [];
  const simple = !nextIsKeyword(cursor, 'when');
  if (simple && !push(args, cursor.expression(cursor, 0))) return undefined;
  while (takeKeywords(cursor, 'when')) {
    if (!push(args, cursor.expression(cursor, 0)) || !takeKeywords(cursor, 'then')) return undefined;
    if (!push(args, cursor.expression(cursor, 0))) return undefined;
  }
  if (args.length < 2) return undefined;
  // Without ELSE the value is null, and PostgreSQL stores that.
  if (!push(args, takeKeywords(cursor, 'else') ? cursor.expression(cursor, 0) : constant('null')))
    return undefined;
  return takeKeywords(cursor, 'end') ? operation(simple ? 'case of' : 'case', args) : undefined;
}

function push(args: Tree[], tree: Tree | undefined): boolean {
  if (tree !== undefined) args.push(tree);
  return tree !== undefined;
}

function readCast(cursor: Cursor, keyword: string): Tree | undefined {
  cursor.position += 2;
  const attempt = keyword.startsWith('try_');
  if (keyword.endsWith('cast')) {
    const value = cursor.expression(cursor, 0);
    const type = value && takeKeywords(cursor, 'as') ? readType(cursor) : undefined;
    if (value === undefined || type === undefined || !takeSymbol(cursor, ')')) return undefined;
    return { ...cast(type, value), attempt };
  }
  if (cursor.dialect === 'postgres') return undefined;
  const type = readType(cursor);
  if (type === undefined || !takeSymbol(cursor, ',')) return undefined;
  const [value, style, ...more] = readList(cursor, ')') ?? [];
  if (value === undefined || more.length > 0) return undefined;
  return { ...cast(type, value), ...(style === undefined ? {} : { style }), attempt };
}

function readNextValue(cursor: Cursor): Tree | undefined {
  if (cursor.dialect === 'postgres' || !takeKeywords(cursor, 'next', 'value', 'for')) return readName(cursor);
  const sequence = readName(cursor);
  return sequence?.kind === 'name' ? call('next value for', [sequence]) : undefined;
}

function readCollection(cursor: Cursor, keyword: 'array' | 'row'): Tree | undefined {
  cursor.position += 1;
  const [open, close] = keyword === 'array' ? ['[', ']'] : ['(', ')'];
  const items = takeSymbol(cursor, open) ? readList(cursor, close) : undefined;
  return items === undefined ? undefined : operation(keyword, items);
}
