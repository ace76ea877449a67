import { resultSet } from './columns.ts';
import type { Effect } from './statements.ts';
import { doneToken, returnStatus } from './tokens.ts';

function rowsOf(effect: Effect): { readonly tokens: Buffer; readonly count: { readonly rows?: number } } {
  if (effect === null) return { tokens: Buffer.alloc(0), count: {} };
  if (typeof effect === 'number') return { tokens: Buffer.alloc(0), count: { rows: effect } };
  return { tokens: resultSet(effect), count: { rows: effect.rows.length } };
}

/** The answer to a batch; `more`: whether something comes after it. */
export function batchAnswer(effects: readonly Effect[], more = false): Buffer {
  const parts = effects.map(rowsOf);
  const tokens = parts.map((part, index) =>
    Buffer.concat([part.tokens, doneToken({ ...part.count, more: more || index < parts.length - 1 })]),
  );
  return Buffer.concat(tokens.length === 0 ? [doneToken()] : tokens);
}

/** The answer to a call of a procedure. */
export function procedureAnswer(effects: readonly Effect[]): Buffer {
  const statements = effects
    .map(rowsOf)
    .map((part) => Buffer.concat([part.tokens, doneToken({ ...part.count, more: true, of: 'statement' })]));
  return Buffer.concat([...statements, returnStatus(0), doneToken({ of: 'procedure' })]);
}
