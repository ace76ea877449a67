import { createHash } from 'node:crypto';

/** SHA-256 of a definition, in hexadecimal; a CRLF counts as LF. */
export function definitionHash(definition: string): string {
  return createHash('sha256').update(definition.replaceAll(/\r\n?/g, '\n')).digest('hex');
}
