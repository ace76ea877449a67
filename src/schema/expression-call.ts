import { type Cursor, peek, readList, takeKeywords, takeSymbol } from './expression-cursor.ts';
import { call, numeral, operation, type Tree, text } from './expression-tree.ts';

/** Reads the arguments of a function whose name has just been read. */
export function readCall(cursor: Cursor, parts: readonly string[]): Tree | undefined {
  if (!takeSymbol(cursor, '(')) return undefined;
  return cursor.dialect === 'mssql' ? readMssqlCall(cursor, parts) : readPostgresCall(cursor, parts);
}

/** Under one name each: https://learn.microsoft.com/en-us/sql/t-sql/functions/datepart-transact-sql#datepart */
const dateParts: Readonly<Record<string, string>> = {
  yy: 'year',
  yyyy: 'year',
  qq: 'quarter',
  q: 'quarter',
  mm: 'month',
  m: 'month',
  dy: 'dayofyear',
  y: 'dayofyear',
  dd: 'day',
  d: 'day',
  wk: 'week',
  ww: 'week',
  dw: 'weekday',
  hh: 'hour',
  mi: 'minute',
  n: 'minute',
  ss: 'second',
  s: 'second',
  ms: 'millisecond',
  mcs: 'microsecond',
  ns: 'nanosecond',
};

const datePartFunctions = new Set(
  'dateadd datediff datediff_big datename datepart datetrunc date_bucket'.split(' '),
);

function readMssqlCall(cursor: Cursor, parts: readonly string[]): Tree | undefined {
  const name =
    parts.length === 1 ? parts.join().toLowerCase() : parts.map((part) => JSON.stringify(part)).join('.');
  const args = readList(cursor, ')');
  if (args === undefined) return undefined;
  const [first, ...rest] = args;
  if (first?.kind === 'name' && first.parts.length === 1 && datePartFunctions.has(name)) {
    const part = first.parts.join().toLowerCase();
    return call(name, [{ kind: 'name', parts: [dateParts[part] ?? part] }, ...rest]);
  }
  // IIF is shorthand for CASE, and is stored as one.
  // https://learn.microsoft.com/en-us/sql/t-sql/functions/logical-functions-iif-transact-sql
  return name === 'iif' && args.length === 3 ? operation('case', args) : call(name, args);
}

function readPostgresCall(cursor: Cursor, parts: readonly string[]): Tree | undefined {
  const names = parts[0] === 'pg_catalog' ? parts.slice(1) : parts;
  const name = names.length === 1 ? names.join() : names.map((part) => JSON.stringify(part)).join('.');
  switch (name) {
    case 'extract':
      return readExtract(cursor);
    case 'position':
      return readPosition(cursor);
    case 'trim':
      return readTrim(cursor);
    case 'substring':
    case 'overlay':
      return readSpan(cursor, name);
    default: {
      const args = readList(cursor, ')');
      return args && call(name === 'transaction_timestamp' ? 'now' : name, args);
    }
  }
}

function readExtract(cursor: Cursor): Tree | undefined {
  const field = peek(cursor);
  if (field?.kind !== 'word' && field?.kind !== 'string') return undefined;
  cursor.position += 1;
  if (!takeKeywords(cursor, 'from')) return undefined;
  const value = cursor.expression(cursor, 0);
  return value && takeSymbol(cursor, ')')
    ? call('extract', [text(field.text.toLowerCase()), value])
    : undefined;
}

/** POSITION(a IN b) calls position(b, a). */
function readPosition(cursor: Cursor): Tree | undefined {
  const aboveMembership = 7;
  const first = cursor.expression(cursor, aboveMembership);
  if (first === undefined) return undefined;
  if (takeKeywords(cursor, 'in')) {
    const within = cursor.expression(cursor, 0);
    return within && takeSymbol(cursor, ')') ? call('position', [within, first]) : undefined;
  }
  if (!takeSymbol(cursor, ',')) return undefined;
  const rest = readList(cursor, ')');
  return rest && call('position', [first, ...rest]);
}

/** TRIM(BOTH a FROM b) calls btrim(b, a). */
function readTrim(cursor: Cursor): Tree | undefined {
  const side =
    (['leading', 'trailing', 'both'] as const).find((word) => takeKeywords(cursor, word)) ?? 'both';
  const name = { leading: 'ltrim', trailing: 'rtrim', both: 'btrim' }[side];
  if (takeKeywords(cursor, 'from')) {
    const args = readList(cursor, ')');
    return args && call(name, args);
  }
  const first = cursor.expression(cursor, 0);
  if (first === undefined) return undefined;
  if (takeKeywords(cursor, 'from')) {
    const args = readList(cursor, ')');
    return args && call(name, [...args, first]);
  }
  if (takeSymbol(cursor, ')')) return call(name, [first]);
  const rest = takeSymbol(cursor, ',') ? readList(cursor, ')') : undefined;
  return rest && call(name, [first, ...rest]);
}

/** SUBSTRING(a FROM b FOR c) calls substring(a, b, c); OVERLAY(a PLACING b FROM c FOR d) calls overlay(a, b, c, d). */
function readSpan(cursor: Cursor, name: 'substring' | 'overlay'): Tree | undefined {
  const first = cursor.expression(cursor, 0);
  if (first === undefined) return undefined;
  const args = [first];
  if (takeSymbol(cursor, ',')) {
    const rest = readList(cursor, ')');
    return rest && call(name, [...args, ...rest]);
  }
  for (const word of ['placing', 'from', 'for']) {
    if (!takeKeywords(cursor, word)) continue;
    // Without FROM, SUBSTRING begins at the first character.
    if (name === 'substring' && word === 'for' && args.length === 1) args.push(numeral('1'));
    const next = cursor.expression(cursor, 0);
    if (next === undefined) return undefined;
    args.push(next);
  }
  return takeSymbol(cursor, ')') ? call(name, args) : undefined;
}
