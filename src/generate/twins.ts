import { isHidden } from '../schema/hidden.ts';
import type { Column, Expression, Schema, Table } from '../schema/model.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import { renamedInExpression } from './expression-columns.ts';
import { placeKey, placeOf, sameName } from './place.ts';
import type { ColumnRename, Rename } from './rename.ts';
import type { Twins } from './render-context.ts';
import { defaultRole } from './value-code.ts';

/**
 * What the other engine says for each expression of the declaration. An expression is known by its text, so that it is found again
 * in what the database had before, under old names of columns too.
 *
 * @param own the declaration for the engine of the plan
 * @param other the same declaration for the other engine
 */
export function twinsOf(own: Schema, other: Schema, renames: readonly Rename[]): Twins {
  const known = new Map<string, string | null>();
  const add = (role: string, text: string, twin: string) => {
    const key = `${role}\0${text}`;
    const before = known.get(key);
    // Two expressions that are told apart on the other engine only: which of them is meant cannot be told from the text.
    known.set(key, before === undefined || before === twin ? twin : null);
  };
  const [server, otherServer] = [serverOf(own), serverOf(other)];
  const tables = new Map(
    other.tables.map((table) => [
      // The default schema has another name on each engine.
      `${table.schema === undefined || sameName(table.schema, otherServer.defaultSchema, otherServer) ? '' : nameKey(table.schema, server)}\0${nameKey(table.name, server)}`,
      table,
    ]),
  );
  for (const table of own.tables) {
    const isDefault = table.schema === undefined || sameName(table.schema, server.defaultSchema, server);
    const twin = tables.get(
      `${isDefault ? '' : nameKey(table.schema ?? '', server)}\0${nameKey(table.name, server)}`,
    );
    if (twin === undefined) continue;
    const columns = renames.filter(
      (rename): rename is ColumnRename =>
        rename.kind === 'column' &&
        placeKey(rename.table, server) === placeKey(placeOf(table, server), server),
    );
    const oldName = (name: string) => columns.find(({ to }) => sameName(to, name, server))?.column;
    addTable(
      table,
      twin,
      (role, a, b) => {
        if (a == null || b == null || isHidden(a) || isHidden(b)) return;
        add(role, a, b);
        if (columns.length === 0) return;
        add(
          role,
          renamedInExpression(a, own.dialect, oldName),
          renamedInExpression(b, other.dialect, oldName),
        );
      },
      own,
    );
  }
  return (role, text) => known.get(`${role}\0${text}`) ?? undefined;
}

type AddTwin = (
  role: string,
  own: Expression | null | undefined,
  other: Expression | null | undefined,
) => void;

function addTable(own: Table, other: Table, add: AddTwin, { dialect }: Schema): void {
  const paired = <T extends { readonly name: string }>(
    a: readonly T[],
    b: readonly T[],
    found: (a: T, b: T) => void,
  ) => {
    const others = new Map(b.map((item) => [item.name, item]));
    for (const item of a) {
      const twin = others.get(item.name);
      if (twin !== undefined) found(item, twin);
    }
  };
  paired(own.columns, other.columns, (a: Column, b: Column) => {
    add(defaultRole(a, dialect), a.default?.expression, b.default?.expression);
    add('computed', a.computed?.expression, b.computed?.expression);
  });
  paired(own.indexes, other.indexes, (a, b) => add('condition', a.filter, b.filter));
  paired(own.checks, other.checks, (a, b) => add('condition', a.expression, b.expression));
}
