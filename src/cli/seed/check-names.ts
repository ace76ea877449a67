import { byNearness, nearest } from '../../config/nearest.ts';
import { planTypes, tenantStatuses } from '../../entities/tenant.ts';
import { userStatuses } from '../../entities/user.ts';
import type { QuodsiDbError } from '../../errors.ts';
import { localeNames } from '../../seed/generate/locales.ts';
import type { SeedPlan } from '../../seed/generate/plan.ts';
import { usage } from './job.ts';

/**
 * Looks whether a plan names what exists.
 *
 * @throws QuodsiDbError `USAGE` with the nearest known name
 */
export function checkNames(plan: SeedPlan): void {
  const [fault] = [
    unknownName('--plans', 'plan', Object.keys(plan.plans), planTypes),
    unknownName('--tenant-statuses', 'status of a tenant', Object.keys(plan.tenantStatuses), tenantStatuses),
    unknownName('--user-statuses', 'status of a user', Object.keys(plan.userStatuses), userStatuses),
    unknownName('--locales', 'locale', plan.locales, localeNames),
  ].filter((each) => each !== undefined);
  if (fault !== undefined) throw fault;
}

function unknownName(
  flag: string,
  noun: string,
  names: readonly string[],
  known: readonly string[],
): QuodsiDbError | undefined {
  const stranger = names.find((name) => !known.includes(name));
  if (stranger === undefined) return undefined;
  const meant = nearest(stranger, known, 2);
  return usage(
    `${flag}: there is no ${noun} ${JSON.stringify(stranger)}`,
    `${meant === undefined ? '' : `Did you mean ${meant}? `}Known are ${byNearness(stranger, known).join(', ')}.`,
  );
}
