import type { ObjectName } from '../../diff/change.ts';
import type { Entity } from '../../entities/entity.ts';
import type { Column, Dialect, Index, Table, UniqueConstraint } from '../../schema/model.ts';
import type { Rule } from '../finding.ts';

/** A table as one side has it, with what its entity says. Everything is normalized. */
export interface TenancySubject {
  readonly entity: Entity;
  readonly table: Table;
  readonly dialect: Dialect;
  readonly object: ObjectName;
  /** The table of the tenants on the same side, where it is there. */
  readonly tenants: Table | undefined;
  /** The column of that name, as the side has it. */
  readonly column: (name: string) => Column | undefined;
  readonly same: (a: string, b: string) => boolean;
}

export interface TenancyFault {
  /** A column, key or index; the table itself where absent. */
  readonly name?: string;
  readonly message: string;
  readonly advice?: string;
  readonly expected?: string;
  readonly actual?: string;
}

export interface TenancyRule extends Rule {
  /** Whether it is only for tables whose rows belong to tenants. */
  readonly tenantScoped: boolean;
  readonly check: (subject: TenancySubject) => readonly TenancyFault[];
}

/** A unique constraint or unique index that is in force. */
export interface UniqueKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly definition:
    | { readonly kind: 'unique'; readonly value: UniqueConstraint }
    | { readonly kind: 'index'; readonly value: Index };
}

/** The unique keys that say something of the rows, other than that each has a number or id of its own. */
export function businessKeys({ table, entity, same }: TenancySubject): UniqueKey[] {
  const numbers = Object.entries(entity.columns).filter(([, { identity }]) => identity !== undefined);
  const primary = table.primaryKey?.columns ?? entity.primaryKey?.columns ?? [];
  const has = (columns: readonly string[], wanted: string) => columns.some((column) => same(column, wanted));
  const isSurrogate = (columns: readonly string[]) =>
    numbers.some(([name]) => has(columns, name)) ||
    (primary.length > 0 && primary.every((column) => has(columns, column)));
  const keys: UniqueKey[] = [
    ...table.uniques.map((value) => ({
      name: value.name,
      columns: value.columns,
      definition: { kind: 'unique' as const, value },
    })),
    ...table.indexes
      .filter((index) => index.unique)
      .map((value) => ({
        name: value.name,
        columns: value.columns.map((column) => column.name),
        definition: { kind: 'index' as const, value },
      })),
  ];
  return keys.filter(
    ({ columns, definition }) => definition.value.disabled !== true && !isSurrogate(columns),
  );
}

/** `users.tenant_id`, `users (a, b)`. */
export function keyLabel(table: Table, columns: readonly string[]): string {
  return columns.length === 1 ? `${table.name}.${columns[0]}` : `${table.name} (${columns.join(', ')})`;
}
