import type { Dialect } from '../target.ts';

/** A statement or batch of an SQL file. */
export interface SqlPart {
  readonly sql: string;
  /** 1-based line of its first character that is not white space or comment. */
  readonly line: number;
  /** How often it runs: `GO 5` says five times. */
  readonly repeat: number;
}

/** To PostgreSQL a space that is not of ASCII is part of a name; to lose what holds nothing else is left to trim(). */
const WHITE = /[ \t\n\r\f\v]/;

/**
 * Splits SQL text as its server's own client would: for SQL Server into batches at lines that hold only GO (and a
 * count), for PostgreSQL into statements at semicolons, never inside strings, quoted names, comments, dollar quotes,
 * parentheses or a BEGIN ATOMIC body. Parts that hold nothing but comments are left out.
 */
export function splitSql(text: string, dialect: Dialect, firstLine = 1): SqlPart[] {
  const parts: SqlPart[] = [];
  let start = 0;
  let position = 0;
  // Where the part's first real token stands; -1 while there are only comments and white space.
  let content = -1;
  let atomicDepth = 0;
  // Of parentheses: a rule has statements in them.
  let depth = 0;
  let lastWord = '';
  const lineAt = lineCounter(text, firstLine);
  const mayBeAtomic = dialect === 'postgres' && /ATOMIC/i.test(text);

  const finish = (end: number, repeat: number): void => {
    const sql = text.slice(start, end).trim();
    if (content >= 0 && sql !== '') parts.push({ sql, line: lineAt(content), repeat });
    content = -1;
    atomicDepth = 0;
    depth = 0;
    lastWord = '';
  };

  while (position < text.length) {
    if (dialect === 'mssql') {
      const go = goLine(text, position);
      if (go) {
        finish(position, go.count);
        position = start = go.end;
        continue;
      }
    }
    const comment = skipComment(text, position);
    if (comment > position) {
      position = comment;
      continue;
    }
    const character = text[position] ?? '';
    if (WHITE.test(character)) {
      position += 1;
      continue;
    }
    if (dialect === 'postgres' && character === ';' && atomicDepth === 0 && depth === 0) {
      finish(position, 1);
      position += 1;
      start = position;
      continue;
    }
    if (content < 0) content = position;
    if (!mayBeAtomic) {
      const plain = skipPlain(text, position, dialect);
      if (plain > position) {
        position = plain;
        continue;
      }
    }
    const quoted = skipQuoted(text, position, dialect);
    if (quoted > position) {
      lastWord = '';
      position = quoted;
      continue;
    }
    const word = wordAt(text, position);
    if (word === undefined) {
      lastWord = '';
      if (character === '(') depth += 1;
      else if (character === ')') depth = Math.max(0, depth - 1);
      position = skipToken(text, position);
      continue;
    }
    const upper = word.toUpperCase();
    // Behind AS or a dot each word is a name.
    const isName = lastWord === 'AS' || text[position - 1] === '.';
    if (isName) {
      lastWord = '';
      position += word.length;
      continue;
    }
    if (upper === 'ATOMIC' && lastWord === 'BEGIN') atomicDepth = 1;
    else if (atomicDepth > 0 && upper === 'CASE') atomicDepth += 1;
    else if (atomicDepth > 0 && upper === 'END') atomicDepth -= 1;
    lastWord = upper;
    position += word.length;
  }
  finish(text.length, 1);
  return parts;
}

// Whatever is not ASCII belongs to a name of PostgreSQL, https://www.postgresql.org/docs/current/sql-syntax-lexical.html. In T-SQL
// nothing depends on where a name ends.
const WORD = /[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/y;
const NUMBER = /\d+/y;

/** The name or keyword that starts here; a dollar inside it opens no quote. */
export function wordAt(text: string, position: number): string | undefined {
  WORD.lastIndex = position;
  return WORD.exec(text)?.[0];
}

/** The position behind a word, the digits of a number or one other character. */
export function skipToken(text: string, position: number): number {
  for (const token of [WORD, NUMBER]) {
    token.lastIndex = position;
    if (token.test(text)) return token.lastIndex;
  }
  return position + 1;
}

// Words with what stands between them, of which nothing begins or ends anything. A word is only taken with what stands behind
// it, since a dollar or a letter beyond ASCII may go on with it. Not without end: V8 remembers each round, to take it back.
const PLAIN = /(?:\w*[ \t\r,.:=<>+*%!&|^~?@#{}\\`\]]){1,1000}/y;
const PLAIN_LINES = /(?:\w*[ \t\r\n,.:=<>+*%!&|^~?@#{}\\`\]]){1,1000}/y;

/** The position behind text that means nothing to who looks for the ends of statements; for SQL Server within a line. */
export function skipPlain(text: string, position: number, dialect: Dialect): number {
  const plain = dialect === 'postgres' ? PLAIN_LINES : PLAIN;
  plain.lastIndex = position;
  return plain.test(text) ? plain.lastIndex : position;
}

// Below, what is sought in the whole text is sought by sticky expressions: V8 takes an indexOf out of the branch that it stands
// in, and then looks through the rest of the text at every character.

const GO = /[ \t]*GO(?:[ \t]+(\d{1,6}))?[ \t]*(?:--[^\n]*)?(?:\r?\n|\r?$)/iy;

/** A line that holds only GO and perhaps a count; `end` is behind the line. */
function goLine(text: string, position: number): { count: number; end: number } | null {
  if (position > 0 && text[position - 1] !== '\n') return null;
  GO.lastIndex = position;
  const match = GO.exec(text);
  return match ? { count: Number(match[1] ?? 1), end: GO.lastIndex } : null;
}

const TO_LINE_END = /[^\n]*/y;

/** The position behind a comment that starts here; both servers nest block comments. */
export function skipComment(text: string, position: number): number {
  if (text.startsWith('--', position)) {
    TO_LINE_END.lastIndex = position;
    TO_LINE_END.test(text);
    return TO_LINE_END.lastIndex;
  }
  if (!text.startsWith('/*', position)) return position;
  let depth = 1;
  let at = position + 2;
  while (at < text.length && depth > 0) {
    if (text.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
    } else at += 1;
  }
  return at;
}

/** The position of the first character that is neither white space nor comment. */
export function firstToken(text: string): number {
  let at = 0;
  for (;;) {
    const token = at + text.slice(at).search(/\S|$/);
    at = skipComment(text, token);
    if (at === token) return token;
  }
}

/** The position behind a string, quoted name or dollar quote that starts here. */
export function skipQuoted(text: string, position: number, dialect: Dialect): number {
  const character = text[position];
  if (character === '"') return skipTo(text, position + 1, '"', false);
  if (character === '[' && dialect === 'mssql') return skipTo(text, position + 1, ']', false);
  if (character === "'") {
    const escapes = dialect === 'postgres' && isEscapeString(text, position);
    let end = skipTo(text, position + 1, "'", escapes);
    // A string goes on in the next line, and stays what it was.
    while (escapes) {
      CONTINUATION.lastIndex = end;
      if (!CONTINUATION.test(text)) break;
      end = skipTo(text, CONTINUATION.lastIndex, "'", true);
    }
    return end;
  }
  if (character === '$' && dialect === 'postgres') {
    // A dollar inside a name (a$b$c) opens nothing; names are read as whole words before.
    const tag = /^\$(?:[A-Za-z_\x80-\uffff][\w\x80-\uffff]*)?\$/.exec(
      text.slice(position, position + 128),
    )?.[0];
    if (tag === undefined) return position;
    const end = text.indexOf(tag, position + tag.length);
    return end < 0 ? text.length : end + tag.length;
  }
  return position;
}

/** Between two parts of a string: white space with a line end, and comments to the ends of lines. */
const CONTINUATION = /(?:[^\S\n]*(?:--[^\n]*)?\n)+[^\S\n]*'/y;

/** `E'…'`: PostgreSQL then reads backslashes as escapes. */
function isEscapeString(text: string, quote: number): boolean {
  const letter = text[quote - 1];
  if (letter !== 'e' && letter !== 'E') return false;
  return quote === 1 || !/[\w$\x80-\uffff]/.test(text[quote - 2] ?? '');
}

/** The position behind the closing character, which is doubled where it is meant literally. */
function skipTo(text: string, from: number, close: string, backslashes: boolean): number {
  let at = from;
  while (at < text.length) {
    if (backslashes && text[at] === '\\') at += 2;
    else if (text[at] !== close) at += 1;
    else if (text[at + 1] === close) at += 2;
    else return at + 1;
  }
  return text.length;
}

/** Line numbers for positions asked in rising order, without counting from the start each time. */
function lineCounter(text: string, firstLine: number): (position: number) => number {
  let line = firstLine;
  const breakFrom = (position: number): number => {
    const found = text.indexOf('\n', position);
    return found < 0 ? text.length : found;
  };
  let next = breakFrom(0);
  return (position) => {
    for (; next < position; next = breakFrom(next + 1)) line += 1;
    return line;
  };
}
