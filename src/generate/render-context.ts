import type { ExpressionContext } from '../schema/expression-canonical.ts';
import type { Dialect, Server } from '../schema/model.ts';
import type { Place } from './place.ts';
import { sameName } from './place.ts';
import { quoted } from './source-text.ts';

/** What the other engine says for a text of this one: a name of the place where it stands, and the text. */
export type Twins = (place: string, text: string) => string | undefined;

/** What all statements of a migration have in common while they are written. */
export interface RenderContext {
  readonly dialect: Dialect;
  readonly server: Server;
  readonly twins: Twins;
  /** How the expressions of a table are read, those of the other engine among them. */
  readonly expressions: (place: Place, dialect: Dialect) => ExpressionContext;
  /** Notes a helper of quodsi-db/ddl as used, and returns its name. */
  readonly helper: (name: string) => string;
  /** Notes that a text of one engine stands where the other's is not known. */
  readonly noteOneEngine: () => void;
}

export const otherDialect = (dialect: Dialect): Dialect => (dialect === 'mssql' ? 'postgres' : 'mssql');

export const list = (items: readonly string[]) => `[${items.join(', ')}]`;

/** An object of TypeScript from its members; those without a value are left out. */
export function object(members: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries(members).flatMap(([key, value]) =>
    value === undefined ? [] : [`${/^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key)}: ${value}`],
  );
  return `{ ${entries.join(', ')} }`;
}

export function engineObject(dialect: Dialect, own: string, other: string): string {
  return dialect === 'mssql'
    ? object({ mssql: own, postgres: other })
    : object({ mssql: other, postgres: own });
}

/** The table for a helper of quodsi-db/ddl. */
export function tableCode({ schema, name }: Place, server: Server): string {
  const isDefault = sameName(schema, server.defaultSchema, server);
  if (!name.includes('.') && (isDefault || !schema.includes('.'))) {
    return quoted(isDefault ? name : `${schema}.${name}`);
  }
  return object({ schema: isDefault ? undefined : quoted(schema), name: quoted(name) });
}

/**
 * Whether Knex's schema builder says the name as it is: it splits names at dots, takes ` as ` for an alias, trims, and does not
 * escape everything on every engine.
 */
export function isPlainName(name: string): boolean {
  return /^[\p{L}\p{N}_$#@ -]+$/u.test(name) && name.trim() === name && !/ as /i.test(name);
}

/** Whether Knex says the text as it is on every engine, inside quotes. */
export function isPlainText(text: string): boolean {
  return !/['\\?\r\n]/.test(text);
}
