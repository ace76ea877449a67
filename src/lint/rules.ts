import type { LintRule } from './rule.ts';
import { blockingIndex } from './rules/blocking-index.ts';
import { clusteredOnRandomUuid } from './rules/clustered-on-random-uuid.ts';
import { dataLossInTypeChange } from './rules/data-loss-in-type-change.ts';
import { deleteAllRows } from './rules/delete-all-rows.ts';
import { dropColumn } from './rules/drop-column.ts';
import { dropIndexOfConstraint } from './rules/drop-index-of-constraint.ts';
import { dropTable } from './rules/drop-table.ts';
import { duplicateIndex } from './rules/duplicate-index.ts';
import { foreignKeyWithoutIndex } from './rules/foreign-key-without-index.ts';
import { knexAlterDropsDefault } from './rules/knex-alter-drops-default.ts';
import { knexDropColumnWithDefault } from './rules/knex-drop-column-with-default.ts';
import { knexEnumWithoutCheck } from './rules/knex-enum-without-check.ts';
import { knexPrimaryClustered } from './rules/knex-primary-clustered.ts';
import { knexUniqueWithoutConstraint } from './rules/knex-unique-without-constraint.ts';
import { lostNotNull } from './rules/lost-not-null.ts';
import { missingBaseIndexes } from './rules/missing-base-indexes.ts';
import { missingDown } from './rules/missing-down.ts';
import { mixedDdlAndBackfill } from './rules/mixed-ddl-and-backfill.ts';
import { narrowColumn } from './rules/narrow-column.ts';
import { newColumnInSameBatch } from './rules/new-column-in-same-batch.ts';
import { notNullWithoutDefault } from './rules/not-null-without-default.ts';
import { outsideTransaction } from './rules/outside-transaction.ts';
import { renameInUse } from './rules/rename-in-use.ts';
import { rewritingDefault } from './rules/rewriting-default.ts';
import { secondClusteredIndex } from './rules/second-clustered-index.ts';
import { tenantIdWithoutForeignKey } from './rules/tenant-id-without-foreign-key.ts';
import { tenantTableWithoutTenantId } from './rules/tenant-table-without-tenant-id.ts';
import { unfilteredUniqueOnSoftDeleted } from './rules/unfiltered-unique-on-soft-deleted.ts';
import { uniqueOnExistingRows } from './rules/unique-on-existing-rows.ts';
import { unnamedConstraint } from './rules/unnamed-constraint.ts';
import { untrustedConstraint } from './rules/untrusted-constraint.ts';

/** Rules that look at what a migration does, in the order in which the documentation has them. */
export const migrationLintRules: readonly LintRule[] = [
  dropColumn,
  dropTable,
  deleteAllRows,
  narrowColumn,
  dataLossInTypeChange,
  notNullWithoutDefault,
  lostNotNull,
  uniqueOnExistingRows,
  renameInUse,
  blockingIndex,
  rewritingDefault,
  mixedDdlAndBackfill,
  outsideTransaction,
  newColumnInSameBatch,
  missingDown,
  dropIndexOfConstraint,
  unnamedConstraint,
  duplicateIndex,
  secondClusteredIndex,
  clusteredOnRandomUuid,
  untrustedConstraint,
  foreignKeyWithoutIndex,
  unfilteredUniqueOnSoftDeleted,
  tenantTableWithoutTenantId,
  tenantIdWithoutForeignKey,
  missingBaseIndexes,
  knexUniqueWithoutConstraint,
  knexPrimaryClustered,
  knexDropColumnWithDefault,
  knexEnumWithoutCheck,
  knexAlterDropsDefault,
];

/** What there is to say of a migration itself, or of its comments. */
const fileRules = {
  'broken-migration': {
    id: 'broken-migration',
    severity: 'error',
    summary: 'a migration cannot run as it is: it forgets an await, or an option is wrong',
  },
  'needs-database': {
    id: 'needs-database',
    severity: 'info',
    summary: 'a migration goes by what it reads from the database, so that not all of it was looked at',
  },
  'unknown-disabled-rule': {
    id: 'unknown-disabled-rule',
    severity: 'warning',
    summary: 'a comment switches off a rule that does not exist',
  },
} as const satisfies Readonly<Record<string, LintRule>>;

export function fileRule(id: keyof typeof fileRules): LintRule {
  return fileRules[id];
}

/** Every rule of `migrate lint`. */
export const lintRules: readonly LintRule[] = [...migrationLintRules, ...Object.values(fileRules)];
