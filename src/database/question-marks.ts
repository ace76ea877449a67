/** Writes SQL so that Knex sends it unchanged: every `?` in it is text, never a binding. */
export function escapeQuestionMarks(sql: string): string {
  return sql.replace(/(\\*)\?/g, (_match, backslashes: string) => `${backslashes}${backslashes}\\?`);
}
