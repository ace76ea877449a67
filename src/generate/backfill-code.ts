import { isNumeric } from '../schema/column-type.ts';
import type { Column } from '../schema/model.ts';
import { quoted } from './source-text.ts';

/** What a person gave for the rows that are there, as a value of the column; undefined where it is none. */
export function backfillCode({ type }: Column, value: string): string | undefined {
  if (type.kind === 'boolean') return value === 'true' || value === 'false' ? value : undefined;
  if (isNumeric(type)) {
    if (!/^-?\d+(\.\d+)?$/.test(value)) return undefined;
    return String(Number(value)) === value ? value : quoted(value);
  }
  const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
  if (type.kind === 'uuid' && !uuid.test(value)) return undefined;
  if (type.kind === 'string' && value.length > type.length) return undefined;
  if (type.kind === 'timestamp' && Number.isNaN(Date.parse(value))) return undefined;
  return quoted(value);
}
