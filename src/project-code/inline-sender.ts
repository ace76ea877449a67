import type { Sender } from '../database/ask.ts';
import { positionBindings } from '../database/clients.ts';
import type { Dialect } from '../target.ts';
import { valueSql } from './inline-bindings.ts';

/** Sends statements with their values written into them. */
export function inlineSender(
  dialect: Dialect,
  send: (sql: string) => Promise<unknown>,
  isTransaction = false,
): Sender {
  return {
    isTransaction,
    raw: (sql, values) => send(positionBindings(sql, (index) => valueSql(dialect, values[index - 1]))),
  };
}
