import type { Rule } from './finding.ts';
import { deletedRowsBlockKeys } from './rules/deleted-rows-block-keys.ts';
import { tenantForeignKey } from './rules/tenant-foreign-key.ts';
import { tenantIdMissing } from './rules/tenant-id-missing.ts';
import { tenantIdNullable } from './rules/tenant-id-nullable.ts';
import { tenantIdType } from './rules/tenant-id-type.ts';
import { tenantIndex } from './rules/tenant-index.ts';
import { tenantUniqueKey } from './rules/tenant-unique-key.ts';
import { undeclaredTenantTable } from './rules/undeclared-tenant-table.ts';
import type { TenancyRule } from './tenancy/subject.ts';

/** Those that look at one declared table. */
export const tableRules: readonly TenancyRule[] = [
  tenantIdMissing,
  tenantIdNullable,
  tenantIdType,
  tenantForeignKey,
  tenantUniqueKey,
  tenantIndex,
  deletedRowsBlockKeys,
];

/** The rules of `validate tenancy`. */
export const tenancyRules: readonly Rule[] = [...tableRules, undeclaredTenantTable];
