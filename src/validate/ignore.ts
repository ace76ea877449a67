/**
 * A pattern for `schema.table` and `schema.table.name`: `*` stands for any text within one name, `?` for one character of it,
 * `**` for any text at all. Letter case does not count. A pattern that fits a table covers everything in it.
 *
 * @throws RangeError that says what was expected
 */
export function parseIgnorePattern(pattern: string): (object: string) => boolean {
  const parts = pattern.split('.');
  if (parts.length > 3 || parts.some((part) => part.trim() === '') || /[[\]{}()!,/\\]/.test(pattern)) {
    throw new RangeError('a pattern such as audit.*, *.*_archive or public.users.ix_*, with * ** and ? only');
  }
  const source = pattern
    .replace(/[\^$.|+]/g, '\\$&')
    .replaceAll('?', '[^.]')
    .replaceAll('**', '\0')
    .replaceAll('*', '[^.]*')
    .replaceAll('\0', '.*');
  const expression = new RegExp(`^${source}(?:\\..*)?$`, 'iu');
  return (object) => expression.test(object);
}
