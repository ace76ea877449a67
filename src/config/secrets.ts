/** Words that stand in every output anyway; a password equal to one of them is redacted only by context. */
const publicWords = ['postgres', 'postgresql', 'mssql', 'sqlserver', 'pglite', 'quodsi-db'];

/** Percent-decoding that never throws: what cannot be decoded stays as it is. */
export function decodeLeniently(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    // A lone surrogate has no percent-encoding.
    return text;
  }
}

function asUrlPassword(text: string): string {
  const url = new URL('x://user@host');
  url.password = text;
  return url.password;
}

function asXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function formsOf(secret: string): string[] {
  const encoded = encode(secret);
  const strict = encoded.replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
  const urls = [
    encoded,
    strict,
    asUrlPassword(secret),
    new URLSearchParams([['', secret]]).toString().slice(1),
  ];
  return [
    secret,
    ...urls,
    ...urls.map((form) => form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())),
    secret.replaceAll('"', '""'),
    secret.replaceAll("'", "''"),
    secret.replaceAll('}', '}}'),
    secret.replaceAll("'", "\\'"),
    JSON.stringify(secret).slice(1, -1),
    asXml(secret),
    asXml(secret).replaceAll("'", '&apos;'),
    asXml(secret).replaceAll("'", '&#39;'),
  ];
}

/**
 * Every form in which the given secrets could appear in output: as they are, percent-encoded in each flavour,
 * quoted as in ADO.NET, ODBC, SQL, JSON and XML. Longest first, without duplicates and without the empty string.
 *
 * @param known values that are shown on purpose (user, host, database): a secret equal to one of them is left out,
 *   since removing it would only make the output unreadable (`postgres://postgres:postgres@localhost/postgres`).
 */
export function secretForms(secrets: readonly string[], known: readonly string[] = []): string[] {
  const shown = new Set([...publicWords, ...known].map((word) => word.toLowerCase()));
  const hidden = secrets.filter((secret) => !shown.has(secret.toLowerCase()));
  const forms = new Set(hidden.flatMap(formsOf));
  forms.delete('');
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

/** Bounds for what is no connection string at all; the longest real ones hold an access token of some 5,000. */
const longestString = 16_384;
const mostSecrets = 8;

const secretKey = /(?:password|passwd|pwd|access[ _-]?token|\btoken|client[ _-]?secret)\s*=\s*/gi;

/** What may be meant by the value that begins at the start of `rest`. */
function candidateValues(rest: string): string[] {
  const quoted = /^(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|\{((?:[^}]|\}\})*)\})/.exec(rest);
  const inner = quoted
    ? [
        quoted[1]?.replaceAll('""', '"'),
        quoted[2]?.replaceAll("''", "'"),
        quoted[3]?.replaceAll('}}', '}'),
        quoted[0].slice(1, -1),
      ]
    : [];
  return [
    ...inner.filter((value) => value !== undefined),
    rest.split(';')[0] ?? '',
    rest.split('&')[0] ?? '',
    // An unquoted value with a semicolon in it: up to what looks like the next key, or the end.
    rest.split(/;\s*[a-z][a-z ]{2,}=/i)[0] ?? '',
  ].map((value) => value.trim());
}

function userInfoCandidates(rest: string): string[] {
  const authority = rest.split(/[/?#]/)[0] ?? '';
  // The last @ of all also covers a password whose / ? # was not encoded.
  const infos = [authority, rest].flatMap((part) => {
    const at = part.lastIndexOf('@');
    return at < 0 ? [] : [part.slice(0, at)];
  });
  const withoutHost = infos.length === 0 && !/^[^:]*:\d{0,5}$|^\[/.test(authority) ? [authority, rest] : [];
  // A password with an @ in a URL that ends before its host: all that follows the first colon.
  // A number behind user@host: is a port, and a host in brackets has colons of its own.
  const unfinished =
    infos.length > 0 && !/^[^:@]*@(?:\[[^\]@]*\](?::\d{1,5})?|[^:@]*:\d{1,5})(?:[/?#]|$)/.test(rest)
      ? [rest]
      : [];
  return [...infos, ...withoutHost, ...unfinished].flatMap((info) => {
    const colon = info.indexOf(':');
    return colon < 0 ? [] : [info.slice(colon + 1)];
  });
}

/** The user, host and database of the text as far as they can be told: they are shown on purpose. */
function shownWords(text: string): string[] {
  const inUrl =
    /^[^:/]*:(?:[^:/]*:)?\/\/([^:@/?#]*)(?:.*@)?([^:@/?#]*)[^/?#]*\/?([^?#]*)/s.exec(text)?.slice(1) ?? [];
  const inPairs = [
    ...text.matchAll(/(?:user id|user ?name|user|uid|database|initial catalog)\s*=\s*([^;&]*)/gi),
  ];
  return [...inUrl, ...inPairs.slice(0, mostSecrets).map((match) => (match[1] ?? '').trim())].map(
    decodeLeniently,
  );
}

/**
 * The secrets of a connection string that may be malformed, in every form they could appear in: for messages about
 * a string that never became a target. Guesses generously, since one string too many only hides more.
 */
export function secretsOf(url: string): string[] {
  const text = url.trim().slice(0, longestString);
  const scheme = /^[^:/]*:(?:[^:/]*:)?\/\//.exec(text);
  // Without slashes: user:password@host, or scheme:user:password@host.
  const [, behindFirst, behindSecond] = /^[^:]*:((?:[^:]*:)?(.*))@/s.exec(text) ?? [];
  const found = scheme
    ? userInfoCandidates(text.slice(scheme[0].length))
    : [behindFirst ?? '', behindSecond ?? ''];
  for (const form of new Set([text, decodeLeniently(text), decodeLeniently(text.replaceAll('+', ' '))])) {
    for (const match of [...form.matchAll(secretKey)].slice(0, mostSecrets)) {
      found.push(...candidateValues(form.slice(match.index + match[0].length)));
    }
  }
  const decoded = found.flatMap((value) => [
    decodeLeniently(value),
    decodeLeniently(value.replaceAll('+', ' ')),
  ]);
  return secretForms([...found, ...decoded], shownWords(text));
}
