import { type Answer, ok, skipped } from '../check.ts';

/** What was loaded; entities that cannot be loaded have an answer of their own, see failed. */
export function entitiesCheck(tables: readonly string[] | null): Answer {
  if (tables === null)
    return skipped('the config names none: "validate" and "migrate generate" have nothing to compare with');
  return ok(tables.length === 1 ? '1 loads' : `${tables.length} load`);
}
