import type { DataRule } from './data/probe.ts';
import { brokenJson } from './rules/broken-json.ts';
import { crossTenantReferences } from './rules/cross-tenant-references.ts';
import { duplicateKeys } from './rules/duplicate-keys.ts';
import { liveChildrenOfDeletedParents } from './rules/live-children-of-deleted-parents.ts';
import { nearDuplicateEmails } from './rules/near-duplicate-emails.ts';
import { negativeCounters } from './rules/negative-counters.ts';
import { nullValues } from './rules/null-values.ts';
import { orphans } from './rules/orphans.ts';
import { timestampsInFuture } from './rules/timestamps-in-future.ts';
import { tooManyUsers } from './rules/too-many-users.ts';
import { updatedBeforeCreated } from './rules/updated-before-created.ts';
import { valuesOutsideList } from './rules/values-outside-list.ts';

/** The rules of `validate data`, in the order in which their findings are told. */
export const dataRules: readonly DataRule[] = [
  orphans,
  crossTenantReferences,
  liveChildrenOfDeletedParents,
  duplicateKeys,
  nearDuplicateEmails,
  nullValues,
  valuesOutsideList,
  brokenJson,
  tooManyUsers,
  updatedBeforeCreated,
  timestampsInFuture,
  negativeCounters,
];
