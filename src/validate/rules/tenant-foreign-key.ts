import { quoteName } from '../../schema/expression.ts';
import type { ForeignKey } from '../../schema/model.ts';
import { foreignKeyName } from '../../schema/names.ts';
import { constraintSql, tableSql } from '../definition-sql.ts';
import { enforceSql } from '../repair-sql.ts';
import type { TenancyFault, TenancyRule, TenancySubject } from '../tenancy/subject.ts';
import { tenantsTable } from '../tenants-table.ts';

/** Without a key in force that the server trusts, nothing keeps a row from a tenant that does not exist. */
export const tenantForeignKey: TenancyRule = {
  id: 'tenant-foreign-key',
  severity: 'error',
  summary: 'no foreign key in force, and trusted, leads from tenant_id to the tenants',
  tenantScoped: true,
  check: (subject) => {
    const { table, column, same } = subject;
    const tenantId = column('tenant_id');
    if (tenantId === undefined) return [];
    const own = table.foreignKeys.filter(
      ({ columns: [first = '', ...more] }) => more.length === 0 && same(first, tenantId.name),
    );
    // The login may not see where a key leads: that is told by "validate schema".
    const unseen = own.some(({ references }) => references.table === '');
    const right = own.filter((key) => leadsToTenants(key, subject));
    if (unseen || right.some((key) => !key.disabled && !key.notTrusted)) return [];
    const [weak] = right;
    return weak === undefined ? [missing(subject, tenantId.name, own)] : [notInForce(subject, weak)];
  },
};

function leadsToTenants({ references }: ForeignKey, { tenants, same }: TenancySubject): boolean {
  const [target = '', ...more] = references.columns;
  return (
    more.length === 0 &&
    same(target, 'id') &&
    same(references.table, tenants?.name ?? tenantsTable) &&
    (tenants?.schema === undefined ||
      references.schema === undefined ||
      same(references.schema, tenants.schema))
  );
}

function missing(
  { table, tenants, dialect, object, same }: TenancySubject,
  column: string,
  others: readonly ForeignKey[],
): TenancyFault {
  const target = tenants?.name ?? tenantsTable;
  const alter = `ALTER TABLE ${tableSql(dialect, object)}`;
  const value: ForeignKey = {
    name: foreignKeyName(table.name, [column]),
    columns: [column],
    references: {
      ...(tenants?.schema === undefined ? {} : { schema: tenants.schema }),
      table: target,
      columns: ['id'],
    },
    onDelete: 'no action',
    onUpdate: 'no action',
  };
  const actual = others.map(
    ({ name, references: { schema, table: to, columns } }) =>
      `${name} to ${schema === undefined ? '' : `${schema}.`}${to} (${columns.join(', ')})`,
  );
  return {
    name: column,
    message: `${table.name}.${column} has no foreign key to ${target} (id)`,
    ...(actual.length === 0 ? {} : { actual: actual.join('\n') }),
    advice: [
      // The name may be taken by a key that leads elsewhere.
      ...others
        .filter(({ name }) => same(name, value.name))
        .map(({ name }) => `${alter} DROP CONSTRAINT ${quoteName(name, dialect)};`),
      `${alter} ADD ${constraintSql(dialect, { kind: 'foreign-key', value })}`,
    ].join('\n'),
  };
}

function notInForce({ table, dialect, object }: TenancySubject, value: ForeignKey): TenancyFault {
  const { name, disabled = false } = value;
  const what = disabled ? 'is disabled' : 'is not trusted: rows from before it may refer to no tenant';
  return {
    name,
    message: `${name} of ${table.name} ${what}`,
    advice: enforceSql(
      dialect,
      { ...object, table: object.name, name },
      { kind: 'foreign-key', value, disabled },
    ),
  };
}
