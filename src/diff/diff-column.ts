import { sqlTypeOf } from '../schema/canonical-type.ts';
import { nativeType } from '../schema/column-type.ts';
import type { Column, Identity } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';
import { printSqlType, type SqlType } from '../schema/sql-type.ts';
import { compareExpressionFact, compareFact, type FacetList } from './facets.ts';
import type { Contexts, Sides } from './sides.ts';

/** Notes what differs about a column; its place among the others belongs to the table. */
export function compareColumns(
  list: FacetList,
  from: Column,
  to: Column,
  sides: Sides,
  contexts: Contexts,
): void {
  const { dialect } = sides;
  // The server works out what a computed column holds, and whether that may be null.
  const derived = from.computed != null && to.computed != null;
  if (!derived) {
    compareTypes(list, sqlTypeOf(from.type, dialect), sqlTypeOf(to.type, dialect), sides);
    compareFact(list, 'nullable', from.nullable, to.nullable);
  }
  if (from.baseType !== undefined && to.baseType !== undefined) {
    compareFact(list, 'base-type', nativeType(from.baseType, dialect), nativeType(to.baseType, dialect));
  }
  compareFact(list, 'collation', from.collation, to.collation);
  compareDefaults(list, from, to, sides, contexts);
  compareDefaultNames(list, from, to, sides);
  compareFact(list, 'identity', printedIdentity(from.identity), printedIdentity(to.identity));
  compareFact(list, 'identity-always', from.identity?.always, to.identity?.always);
  compareExpressionFact(
    list,
    'computed',
    from.computed?.expression ?? null,
    to.computed?.expression ?? null,
    {
      from: { context: contexts.from },
      to: { context: contexts.to },
    },
  );
  compareFact(list, 'persisted', from.computed?.persisted, to.computed?.persisted);
  compareFact(list, 'description', from.description, to.description);
}

function compareDefaults(
  list: FacetList,
  from: Column,
  to: Column,
  { dialect }: Sides,
  contexts: Contexts,
): void {
  if (!from.default && !to.default) return;
  // What is computed has no default of its own: that difference is told already.
  if (from.computed || to.computed) return;
  const typed = (column: Column) => printSqlType(sqlTypeOf(column.type, dialect));
  compareExpressionFact(list, 'default', from.default?.expression ?? null, to.default?.expression ?? null, {
    from: { context: contexts.from, defaultOf: typed(from) },
    to: { context: contexts.to, defaultOf: typed(to) },
  });
}

function printedIdentity(identity: Identity | null | undefined): string | null {
  return identity ? `${identity.seed},${identity.increment}` : null;
}

/** A name that the server made up is another one on every server. */
function compareDefaultNames(list: FacetList, from: Column, to: Column, { server }: Sides): void {
  const [a, b] = [from.default, to.default];
  if (!a || !b || a.systemNamed || b.systemNamed) return;
  const same =
    typeof a.name === 'string' &&
    typeof b.name === 'string' &&
    nameKey(a.name, server) === nameKey(b.name, server);
  if (!same) compareFact(list, 'default-name', a.name, b.name);
}

/** Types of one name differ by length, precision and scale; others as a whole. */
function compareTypes(list: FacetList, from: SqlType, to: SqlType, { server, dialect }: Sides): void {
  if (from === to) return;
  const key = (type: SqlType) => (dialect === 'mssql' ? nameKey(type.name, server) : type.name) + type.array;
  if (key(from) !== key(to)) {
    compareFact(list, 'type', printSqlType(from), printSqlType(to));
    return;
  }
  const [first, second] = argumentNames(from.name);
  compareFact(list, first, from.args[0] ?? null, to.args[0] ?? null);
  compareFact(list, second, from.args[1] ?? null, to.args[1] ?? null);
}

function argumentNames(type: string): readonly ['length' | 'precision', 'scale'] {
  const precise = /^(?:decimal|numeric|datetime|time|interval)/.test(type);
  return [precise ? 'precision' : 'length', 'scale'];
}
