import type { Sender } from '../database/ask.ts';
import { positionBindings } from '../database/clients.ts';
import type { Dialect } from '../target.ts';
import { inlineBindings } from './inline-bindings.ts';

/** Sends statements with their values written into them. */
export function inlineSender(
  dialect: Dialect,
  send: (sql: string) => Promise<unknown>,
  isTransaction = false,
): Sender {
  const place = (index: number): string => (dialect === 'mssql' ? `@p${index - 1}` : `$${index}`);
  return {
    isTransaction,
    raw: (sql, values) => send(inlineBindings(dialect, positionBindings(sql, place), values)),
  };
}
