import { configError } from '../config/config-error.ts';
import { printable } from '../config/label.ts';
import { byNearness, nearest } from '../config/nearest.ts';
import { lintRules } from '../lint/rules.ts';
import { dataRules } from '../validate/data-rules.ts';
import type { Rule } from '../validate/finding.ts';
import { migrationRules } from '../validate/migration-rules.ts';
import { hiddenRows } from '../validate/rules/hidden-rows.ts';
import { schemaRules } from '../validate/schema-rules.ts';
import { tenancyRules } from '../validate/tenancy-rules.ts';
import { verifyRules } from '../validate/verify-rules.ts';

/** Every rule that a config may name. */
export const validationRules: readonly Rule[] = [
  ...migrationRules,
  ...verifyRules,
  ...schemaRules,
  hiddenRows,
  ...dataRules,
  ...tenancyRules,
  ...lintRules,
];

/** @throws UNKNOWN_RULE, exit code 78, for a rule of the config that does not exist */
export function checkRuleIds(settings: Readonly<Record<string, unknown>>): void {
  const known = validationRules.map(({ id }) => id);
  const unknown = Object.keys(settings).filter((id) => !known.includes(id));
  const [first] = unknown;
  if (first === undefined) return;
  const meant = nearest(first, known);
  throw configError(
    'UNKNOWN_RULE',
    `validate.rules: there is no rule ${unknown.map((id) => printable(JSON.stringify(id))).join(', ')}`,
    meant === undefined
      ? `close to it are ${byNearness(first, known).slice(0, 3).join(', ')}; docs/validate.md and docs/lint.md list every rule`
      : `did you mean ${meant}?`,
  );
}
