import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { Rule, RuleSetting } from '../validate/finding.ts';
import type { Options } from './command.ts';

/**
 * The rules that `--only` names, all where it names none, without those that the config has turned off.
 *
 * @throws USAGE where one does not exist
 */
export function chosenRules<R extends Rule>(
  rules: readonly R[],
  { only }: Options,
  settings: Readonly<Record<string, RuleSetting>>,
): readonly R[] {
  const named = Array.isArray(only) ? only.flatMap((text) => String(text).split(',')) : [];
  const ids = new Set(named.map((id) => id.trim()));
  const unknown = [...ids].filter((id) => !rules.some((rule) => rule.id === id));
  if (unknown.length > 0) {
    throw new QuodsiDbError('USAGE', `--only: there is no rule ${unknown.join(', ')} here`, {
      hint: `Expected some of ${rules.map(({ id }) => id).join(', ')}, with commas between.`,
      exitCode: exitCodes.usage,
    });
  }
  return rules.filter(({ id }) => (ids.size === 0 || ids.has(id)) && settings[id] !== 'off');
}

/** Whether `--ignore` leaves an object out. */
export function ignoredBy({ ignore }: Options): (object: string) => boolean {
  const patterns: readonly ((object: string) => boolean)[] = Array.isArray(ignore) ? ignore : [];
  return (object) => patterns.some((matches) => matches(object));
}
