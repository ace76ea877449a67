import type { ColumnType, Value } from './columns.ts';

/** `[dbo].[users]`, `dbo.users` and `users` are one table. */
export function tableName(written: string): string {
  const parts = written.match(/\[(?:[^\]]|\]\])+\]|\w+/g) ?? [];
  return (parts.at(-1) ?? '').replace(/^\[|\]$/g, '').replaceAll(']]', ']');
}

export function namesIn(list: string): string[] {
  return list.split(',').map((name) => tableName(name));
}

/** Types of the columns that the tool reads of tables of its own. */
const types: Readonly<Record<string, ColumnType>> = {
  applied_at: 'datetime2',
  at: 'datetime2',
  duration_ms: 'bigint',
};

export function columnsOf(list: string): Record<string, ColumnType> {
  return Object.fromEntries(namesIn(list).map((name) => [name, types[name] ?? 'nvarchar']));
}

/** The parts of a list that commas divide, but not those within a text or a call. */
export function partsOf(list: string): string[] {
  return list.match(/(?:N?'(?:[^']|'')*'|\w+\((?:[^()']|\(\))*\)|[^,'])+/g)?.map((part) => part.trim()) ?? [];
}

/** What is written in a statement: a parameter, NULL, a number, a text, how long something took. */
export function literalOf(written: string, parameters: Readonly<Record<string, unknown>>): Value {
  if (written.startsWith('@')) return parameters[written] as Value;
  if (/^null$/i.test(written)) return null;
  if (written.startsWith('DATEDIFF(')) return 0;
  const quoted = /^N?'(.*)'$/is.exec(written)?.[1];
  return quoted === undefined ? Number(written) : quoted.replaceAll("''", "'");
}
