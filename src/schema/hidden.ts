import type { Hidden } from './model.ts';

/** Whether a fact exists but could not be read. */
export function isHidden(value: unknown): value is Hidden {
  return typeof value === 'object' && value !== null && 'hidden' in value;
}
