/**
 * The statements in requests of PostgreSQL's protocol that change something, with their values written into them: what was
 * done once can then be done again in one message.
 */
export function recordedSql(requests: readonly Buffer[]): string {
  const statements = requests.flatMap((request) => {
    const sql = statementOf(request);
    // What only asks would ask in vain, or take the lock; whether a transaction is open is asked by an error.
    return sql === null || /^\s*(?:select\b[^;]*|savepoint quodsi_db_probe)$/i.test(sql)
      ? []
      : [sql.replace(/[\s;]+$/, '')];
  });
  return statements.join('\n;\n');
}

function statementOf(request: Buffer): string | null {
  const messages = [...split(request)];
  const query = messages.find(({ type }) => type === 'Q');
  if (query !== undefined) return text(query.content, 0).value;
  const parse = messages.find(({ type }) => type === 'P');
  const bind = messages.find(({ type }) => type === 'B');
  if (parse === undefined) return null;
  const sql = text(parse.content, text(parse.content, 0).end).value;
  const values = bind === undefined ? [] : valuesOf(bind.content);
  return sql.replace(/\$(\d+)/g, (_match, number: string) => literal(values[Number(number) - 1] ?? null));
}

function* split(request: Buffer): Generator<{ readonly type: string; readonly content: Buffer }> {
  for (let at = 0; at + 5 <= request.length; ) {
    const end = at + 1 + request.readUInt32BE(at + 1);
    yield { type: String.fromCharCode(request[at] ?? 0), content: request.subarray(at + 5, end) };
    at = end;
  }
}

function text(content: Buffer, from: number): { readonly value: string; readonly end: number } {
  const end = content.indexOf(0, from);
  return { value: content.toString('utf8', from, end), end: end + 1 };
}

/** Of a Bind: names of portal and statement, formats, and values as text. */
function valuesOf(content: Buffer): (string | null)[] {
  let at = text(content, text(content, 0).end).end;
  at += 2 + 2 * content.readUInt16BE(at);
  const count = content.readUInt16BE(at);
  at += 2;
  return Array.from({ length: count }, () => {
    const length = content.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return content.toString('utf8', at - length, at);
  });
}

const literal = (value: string | null): string =>
  value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
