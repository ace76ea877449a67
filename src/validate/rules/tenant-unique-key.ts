import {
  businessKeys,
  keyLabel,
  type TenancyRule,
  type TenancySubject,
  type UniqueKey,
} from '../tenancy/subject.ts';

/**
 * A key that `tenant_id` does not lead is unique on the whole platform: one tenant then learns from a refusal what
 * another has, and takes names from it.
 */
export const tenantUniqueKey: TenancyRule = {
  id: 'tenant-unique-key',
  severity: 'error',
  summary: 'tenant_id does not lead a unique key of a tenant-scoped table',
  tenantScoped: true,
  check: (subject) => {
    const { table, column, same } = subject;
    const tenantId = column('tenant_id')?.name;
    if (tenantId === undefined) return [];
    return businessKeys(subject)
      .filter((key) => !same(key.columns[0] ?? '', tenantId) && !isAcrossTenants(key, subject))
      .map(({ name, columns }) => ({
        name,
        message: `${keyLabel(table, columns)} is unique across all tenants, by ${name}`,
        expected: [tenantId, ...columns.filter((other) => !same(other, tenantId))].join(', '),
        actual: columns.join(', '),
        advice: `Let ${tenantId} lead the key, or say that it is meant: acrossTenants: true in the entity.`,
      }));
  },
};

/** Whether the entity says so of a key of that name, or of the same columns. */
function isAcrossTenants(key: UniqueKey, { entity, same }: TenancySubject): boolean {
  const declared = [
    ...entity.uniques,
    ...entity.indexes.map((index) => ({ ...index, columns: index.columns.map(({ name }) => name) })),
  ];
  return declared.some(
    ({ acrossTenants, name, columns }) =>
      acrossTenants === true &&
      (same(name, key.name) ||
        (columns.length === key.columns.length &&
          columns.every((column, i) => same(column, key.columns[i] ?? '')))),
  );
}
