import type { KeyColumn, TableName } from './statement.ts';

/** `users`, `sales.orders` */
export function tableLabel({ schema, name }: TableName): string {
  return schema === undefined ? name : `${schema}.${name}`;
}

/** `(tenant_id, email DESC)` */
export function keyLabel(columns: readonly Pick<KeyColumn, 'text' | 'desc'>[]): string {
  return `(${columns.map(({ text, desc }) => (desc ? `${text} DESC` : text)).join(', ')})`;
}

interface Named {
  readonly kind: 'primary-key' | 'unique' | 'index';
  readonly name?: string | undefined;
  readonly columns: readonly KeyColumn[];
}

const kinds = { 'primary-key': 'primary key', unique: 'unique constraint', index: 'index' } as const;

/** `the unique constraint uq_users_email`, or its columns where it has no name. */
export function keyName({ kind, name, columns }: Named): string {
  return `the ${kinds[kind]} ${name ?? keyLabel(columns)}`;
}
