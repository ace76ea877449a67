import type { Dialect } from './model.ts';

/** A word of SQL. `text` is what it means: quotes removed, doubled quotes undone, unquoted names of PostgreSQL folded. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'national' | 'number' | 'binary' | 'symbol';
  readonly text: string;
  /** The unquoted word in lower case, to be recognised as a keyword. */
  readonly keyword?: string;
}

type Rule = readonly [pattern: RegExp, token: (match: RegExpExecArray) => Token | 'nothing' | 'unreadable'];

const space: Rule = [/\s+|--[^\n]*|\/\*(?:[^*/]|\*(?!\/)|\/(?!\*))*\*\//y, () => 'nothing'];
const number: Rule = [
  /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w$])/y,
  ([text]) => ({ kind: 'number', text: plainNumber(text) }),
];
const string: Rule = [
  /'((?:[^']|'')*)'/y,
  ([, text = '']) => ({ kind: 'string', text: text.replaceAll("''", "'") }),
];
const doubleQuoted: Rule = [
  /"((?:[^"]|"")+)"/y,
  ([, text = '']) => ({ kind: 'quoted', text: text.replaceAll('""', '"') }),
];

// An operator of several characters ends in + or - only where it holds one of ~!@#%^&|`? as well.
// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-OPERATORS
const operator = /[-+*/<>=]*[~!@#%^&|`?][-+*/<>=~!@#%^&|`?]*|[-+*/<>=]*[*/<>=]|[-+]/y;

const rules: Readonly<Record<Dialect, readonly Rule[]>> = {
  mssql: [
    space,
    [/N'((?:[^']|'')*)'/iy, ([, text = '']) => ({ kind: 'national', text: text.replaceAll("''", "'") })],
    [/0x[\da-f]*/iy, ([text]) => ({ kind: 'binary', text: text.toLowerCase() })],
    [/\[((?:[^\]]|\]\])+)\]/y, ([, text = '']) => ({ kind: 'quoted', text: text.replaceAll(']]', ']') })],
    doubleQuoted,
    string,
    number,
    [/[\p{L}_@#][\p{L}\p{N}_@#$]*/uy, ([text]) => ({ kind: 'word', text, keyword: text.toLowerCase() })],
    [/<>|!=|<=|>=|!<|!>|[-=<>+*/%&|^~,.()]/y, ([text]) => ({ kind: 'symbol', text })],
  ],
  postgres: [
    space,
    [/[eE]'((?:[^'\\]|''|\\.)*)'/sy, ([, text = '']) => escapedString(text)],
    [/[BX]'[\da-f]*'/iy, ([text]) => ({ kind: 'binary', text: text.toLowerCase() })],
    [/\$([\p{L}_]\w*)?\$(.*?)\$\1\$/suy, ([, , text = '']) => ({ kind: 'string', text })],
    doubleQuoted,
    string,
    number,
    [
      // Not U&'…' and N'…', which have meanings of their own that are not read here.
      /(?!(?:U&|N|E)['"])[\p{L}_][\p{L}\p{N}_$]*/iuy,
      ([text]) => ({ kind: 'word', text: text.toLowerCase(), keyword: text.toLowerCase() }),
    ],
    [/::|[,.()[\]]/y, ([text]) => ({ kind: 'symbol', text })],
    [operator, ([text]) => (/--|\/\*/.test(text) ? 'unreadable' : { kind: 'symbol', text })],
  ],
};

/** The words of an expression; undefined where something is in it that is not read here. */
export function tokenize(sql: string, dialect: Dialect): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const complete = scan(sql, dialect, (token) => tokens.push(token));
  return complete ? tokens : undefined;
}

/** Calls back for each word, with its place in the text; false where something is in it that is not read here. */
export function scan(
  sql: string,
  dialect: Dialect,
  found: (token: Token, start: number, end: number) => void,
): boolean {
  let position = 0;
  while (position < sql.length) {
    const read = tokenAt(sql, position, dialect);
    if (read === undefined || read.token === 'unreadable') return false;
    if (read.token !== 'nothing') found(read.token, position, read.end);
    position = read.end;
  }
  return true;
}

export interface ReadToken {
  /** `nothing`: white space or a comment. */
  readonly token: Token | 'nothing' | 'unreadable';
  /** The position behind it. */
  readonly end: number;
}

/** The word that starts at a position; undefined where none does that is read here. */
export function tokenAt(sql: string, position: number, dialect: Dialect): ReadToken | undefined {
  for (const [pattern, token] of rules[dialect]) {
    pattern.lastIndex = position;
    const match = pattern.exec(sql);
    if (match !== null) return { token: token(match), end: pattern.lastIndex };
  }
  return undefined;
}

/** Without what never changes the value or the type: zeros in front, the case of the exponent's E. */
function plainNumber(text: string): string {
  const [, whole = '', rest = ''] = /^(\d*)(.*)$/s.exec(text.toLowerCase()) ?? [];
  return `${whole.replace(/^0+(?=\d)/, '') || '0'}${rest}`;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

// https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-STRINGS-ESCAPE
function escapedString(text: string): Token | 'unreadable' {
  // Bytes of a character beyond ASCII, which mean something only together and in the database's encoding.
  if (/\\(?:x[89a-fA-F][\da-fA-F]|[23][0-7]{2})/.test(text)) return 'unreadable';
  const pattern = /''|\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/gs;
  const decoded = text.replaceAll(
    pattern,
    (all, hex?: string, short?: string, long?: string, octal?: string, other?: string) => {
      const code = hex ?? short ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return other === undefined ? all.slice(1) : (escapes[other] ?? other);
    },
  );
  return { kind: 'string', text: decoded };
}
