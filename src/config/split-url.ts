import { configError } from './config-error.ts';

/** The parts of `scheme://user:password@host\instance:port/path?name=value`, decoded; absent parts are undefined. */
export interface UrlParts {
  /** Lower case. */
  readonly scheme: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** The password as it was written; it too must not be shown. */
  readonly writtenPassword: string | undefined;
  /** Without the brackets of an IPv6 address; empty where the URL has none. */
  readonly host: string;
  readonly instance: string | undefined;
  readonly port: number | undefined;
  /** Without the leading slash; undefined where the URL has none or an empty one. */
  readonly path: string | undefined;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** An @ behind the host: an unknown option may then be the rest of a password that was not encoded. */
  readonly strayAt: boolean;
}

const shape = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/is;

/** Splits by hand and not by `URL`, which rejects `host\instance` and drops what it finds strange. */
export function splitUrl(url: string, example: string): UrlParts {
  const match = shape.exec(url);
  if (match === null) {
    throw configError(
      'BAD_URL',
      'the connection URL is not of the form scheme://…',
      `write it as ${example}`,
    );
  }
  const [, scheme = '', authority = '', path = '', query = '', fragment] = match;
  if (fragment !== undefined) throw unencoded('#', example);
  const strayAt = path.includes('@') || query.includes('@');
  const at = authority.lastIndexOf('@');
  const address = splitAddress(authority.slice(at + 1));
  if (path.includes('@') || (at < 0 && strayAt && (address === null || path.length < 2))) {
    throw unencoded('@', example);
  }
  if (address === null) {
    throw configError(
      'BAD_URL',
      'the host and port of the connection URL cannot be read: the port is a number from 1 to 65535',
      `write it as ${example}; an IPv6 address stands in brackets, a special character of the password is percent-encoded`,
    );
  }
  const info = at < 0 ? undefined : authority.slice(0, at);
  const colon = info?.indexOf(':') ?? -1;
  const user = colon < 0 ? info : info?.slice(0, colon);
  const password = colon < 0 ? undefined : info?.slice(colon + 1);
  return {
    scheme: scheme.toLowerCase(),
    user: user === undefined || user === '' ? undefined : decode(user, 'user'),
    password: password === undefined ? undefined : decode(password, 'password'),
    writtenPassword: password,
    ...address,
    path: path.length < 2 ? undefined : decode(path.slice(1), 'database'),
    query: splitQuery(query),
    strayAt,
  };
}

/** The error for a character that ended a part of the URL too early. */
export function unencoded(char: string, example: string): Error {
  return configError(
    'BAD_URL',
    `the connection URL has ${char === '@' ? 'an @ behind its host' : `a ${char}`}: a special character of the user, password or database is not encoded`,
    `percent-encode it: @ is %40, / is %2F, # is %23, ? is %3F, : is %3A, % is %25; the form is ${example}`,
  );
}

function splitQuery(query: string): (readonly [string, string])[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const sign = part.indexOf('=');
      const [name, value] = sign < 0 ? [part, ''] : [part.slice(0, sign), part.slice(sign + 1)];
      // In a query, + is a space.
      return [
        decode(name.replaceAll('+', ' '), 'options'),
        decode(value.replaceAll('+', ' '), 'options'),
      ] as const;
    });
}

const addressShape =
  /^(?:\[([0-9a-f:.]+(?:%[^\]]+)?)\]|([^:,\\[\]\s]*))(?:\\([^:,\\[\]\s]+))?(?:[:,](\d{1,5})?)?$/i;

function splitAddress(text: string): Pick<UrlParts, 'host' | 'instance' | 'port'> | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text);
  } catch {
    return null;
  }
  const match = addressShape.exec(decoded);
  if (match === null || hasControl(decoded)) return null;
  const port = match[4] === undefined ? undefined : Number(match[4]);
  if (port !== undefined && (port < 1 || port > 65535)) return null;
  return { host: match[1] ?? match[2] ?? '', instance: match[3], port };
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw configError(
      'BAD_URL',
      `the ${part} in the connection URL has a % that is not followed by two hexadecimal digits of UTF-8`,
      'write a percent sign as %25',
    );
  }
}

/** Whether a terminal or a protocol could take a character of the text for a command. */
export function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
