import { configError } from './config-error.ts';
import { printable } from './label.ts';
import { byNearness, nearest } from './nearest.ts';
import { unencoded } from './split-url.ts';

/** One option of a connection string as it was given. */
export interface GivenOption {
  readonly value: string;
  /** As written, where that differs from the value. */
  readonly written: string;
}

/** What a family of connection strings calls its options. */
export interface Vocabulary {
  /** Name of an option, as messages show it, to the other names that it goes by. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Accepted for the sake of copied strings, and without effect here. */
  readonly ignored: readonly string[];
  /** Known and refused: name to what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
}

/**
 * The error to report in place of an unknown option, given its index, where that may be the rest of a password that was
 * not encoded (URLs) or quoted (pairs); null where it cannot be.
 */
export type Suspicion = (index: number) => Error | null;

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/**
 * Sorts given names and values under the vocabulary's names; the last of several wins, as in ADO.NET. Letter case,
 * spaces, hyphens and underscores in names do not count.
 *
 * @throws UNKNOWN_URL_OPTION, which names the option only where it is close to a known one: it may be a password
 */
export function readOptions(
  given: readonly (readonly [name: string, value: string, written?: string])[],
  vocabulary: Vocabulary,
  suspicion: Suspicion,
): Map<string, GivenOption> {
  const lookup = new Map<string, string>();
  for (const [name, aliases] of Object.entries(vocabulary.names)) {
    for (const alias of [name, ...aliases]) lookup.set(plain(alias), name);
  }
  const ignored = new Set(vocabulary.ignored.map(plain));
  const refused = new Map(
    Object.entries(vocabulary.refused).map(([name, advice]) => [plain(name), { name, advice }]),
  );
  const options = new Map<string, GivenOption>();
  given.forEach(([name, value, written = value], index) => {
    const key = plain(name);
    const known = lookup.get(key);
    if (known !== undefined) {
      options.set(known, { value, written });
      return;
    }
    const no = refused.get(key);
    if (no)
      throw configError(
        'UNSUPPORTED_URL_OPTION',
        `the option ${no.name} of the connection string is not supported`,
        no.advice,
      );
    if (!ignored.has(key)) {
      throw unknownOption(key, lookup, vocabulary, suspicion(index));
    }
  });
  return options;
}

/** `key` is named unless it may be part of a password, which a name close to a known one is not. */
function unknownOption(
  key: string,
  lookup: ReadonlyMap<string, string>,
  vocabulary: Vocabulary,
  suspicion: Error | null,
): Error {
  const keys = [...lookup.keys(), ...vocabulary.ignored.map(plain)];
  const near = nearest(key, keys);
  if (near === undefined && suspicion) return suspicion;
  const best = near ?? byNearness(key, keys)[0] ?? '';
  return configError(
    'UNKNOWN_URL_OPTION',
    `the connection string has an unknown option ${printable(key)}`,
    `${near === undefined ? 'the nearest known one is' : 'did you mean'} ${lookup.get(best) ?? best}${near === undefined ? '' : '?'}; known are ${Object.keys(vocabulary.names).join(', ')}`,
  );
}

/** For a URL: an @ behind the host, and an option that nobody knows. */
export function suspiciousInUrl(strayAt: boolean, example: string): Suspicion {
  return () => (strayAt ? unencoded('@', example) : null);
}

const yes = new Set(['true', 'yes', '1', 'on']);
const no = new Set(['false', 'no', '0', 'off']);

/** @throws BAD_URL_OPTION unless the value is one of true, yes, 1, on, false, no, 0, off */
export function readBoolean(name: string, option: GivenOption | undefined, fallback: boolean): boolean {
  if (option === undefined) return fallback;
  const value = option.value.trim().toLowerCase();
  if (yes.has(value)) return true;
  if (no.has(value)) return false;
  throw badValue(name, 'true or false');
}

/** The value itself is left out of the message: it may be the rest of a password. */
export function badValue(name: string, expected: string): Error {
  return configError(
    'BAD_URL_OPTION',
    `the option ${name} of the connection string has a value that is not ${expected}`,
    `give ${name} as ${expected}`,
  );
}

/** SQL Server's own default; a server that does not answer for longer is taken for unreachable. */
const defaultTimeout = 15_000;

/**
 * A time to wait in milliseconds: `30` and `30s` are seconds, as in ADO.NET, JDBC and libpq; `500ms` is exact; 0 waits
 * without end.
 *
 * @throws BAD_URL_OPTION also for a bare number over 600, which was surely meant as milliseconds
 */
export function readTimeout(name: string, option: GivenOption | undefined): number {
  if (option === undefined) return defaultTimeout;
  const match = /^(\d{1,9})\s*(ms|s)?$/i.exec(option.value.trim());
  const amount = Number(match?.[1]);
  const unit = match?.[2]?.toLowerCase();
  if (match === null || (unit === undefined && amount > 600) || (unit === 's' && amount > 86_400)) {
    throw badValue(name, 'a number of seconds up to 600, or a time with its unit such as 30s or 1500ms');
  }
  return unit === 'ms' ? amount : amount * 1000;
}
