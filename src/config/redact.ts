const mask = '***';

/**
 * Shorter secrets are removed only where a connection string shows them (the patterns below): removing every `a`
 * would hide nothing, since the gaps spell the password, and would make all output unreadable.
 */
const shortest = 4;

/** `scheme://user:password@`; a port followed by a path (`https://host:443/@scope`) is not a password. */
const inUrl =
  /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#@:"]*:)(?!\d{1,5}[/?#]|<password>@)(?:\\.|[^\s"\\]){1,1000}@/gi;

const keys = '(?:password|passwd|pwd|access[ _-]?token|client[ _-]?secret)';

/** `?password=…&`: the value ends with the option. */
const inQuery = new RegExp(`([?&]${keys}=)(?!\\*\\*\\*|<password>)[^&#\\s"']+`, 'gi');

/** A quote that ends a JSON text, and not one around a password. */
const notJson = '(?![,}\\]:])';

/** The ways a value is written: quoted inside JSON, in each kind of quotes, in a quote left open, bare. */
const values = [
  String.raw`\\"(?:(?!\\")[^\r\n])*\\"`,
  String.raw`"${notJson}(?:[^"\r\n]|"")*"`,
  String.raw`'(?:[^'\r\n]|'')*'`,
  String.raw`\{(?:[^}\r\n]|\}\})*\}`,
  String.raw`"${notJson}[^"\r\n]+$`,
  String.raw`(?:\\.|[^;"\r\n\\])+`,
];

/**
 * `Password=…;` of ADO.NET, ODBC and JDBC, quoted or not, and variables like `PGPASSWORD=…`. Not with a space before
 * the sign, which is how SQL compares a column. `<password>` is how our own hints write a password.
 */
const inPairs = new RegExp(
  `(?<![?&])(${keys}= ?)(?!["'{]?(?:\\*\\*\\*|<password>))(?:${values.join('|')})`,
  'gim',
);

const compiled = new WeakMap<readonly string[], RegExp | null>();

function patternOf(secrets: readonly string[]): RegExp | null {
  const known = compiled.get(secrets);
  if (known !== undefined) return known;
  const long = [...new Set(secrets)].filter((secret) => secret.length >= shortest);
  long.sort((a, b) => b.length - a.length);
  const source = long.map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
  const pattern = source === '' ? null : new RegExp(source, 'g');
  compiled.set(secrets, pattern);
  return pattern;
}

/**
 * `text` with every given secret of four or more characters replaced by `***`, longest first. For results, whose
 * other text must stay as it is (SQL, dumps). The array is compiled once and must not be changed afterwards.
 */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const pattern = patternOf(secrets);
  return pattern === null ? text : text.replace(pattern, mask);
}

/**
 * `redactSecrets`, and in addition whatever stands in the place of a secret although nobody told it: the password of
 * any URL, and `Password=`, `Pwd=`, `AccessToken=`, `ClientSecret=` of connection strings. For messages and logs.
 */
export function redact(text: string, secrets: readonly string[]): string {
  return redactSecrets(text, secrets)
    .replace(inUrl, `$1${mask}@`)
    .replace(inQuery, `$1${mask}`)
    .replace(inPairs, `$1${mask}`);
}
