/** The text without power over a terminal: control characters and turns of the reading direction are percent-encoded. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (char) =>
    encodeURIComponent(char),
  );
}

/** `scheme://user@host/database` for a person. Never pass a secret. `host` may hold a port or an instance. */
export function displayUrl(scheme: string, user: string, host: string, database: string): string {
  return printable(`${scheme}://${user === '' ? '' : `${user}@`}${host}/${database}`);
}
