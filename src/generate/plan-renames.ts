import { lacks } from '../diff/facets.ts';
import type { Schema, Server } from '../schema/model.ts';
import { defaultName } from '../schema/names.ts';
import { type Place, placeOf, sameName, samePlace } from './place.ts';
import type { TableChange } from './plan-columns.ts';
import { type ColumnRename, placeAfter, type Rename, reversedRenames } from './rename.ts';
import type { Step } from './step.ts';

/** Names of before the renames. */
export interface OldNames {
  readonly place: (place: Place) => Place;
  readonly column: (place: Place, column: string) => string;
}

export function oldNames(renames: readonly Rename[], server: Server): OldNames {
  const back = reversedRenames(renames, server);
  const columns = columnRenames(renames);
  return {
    place: (place) => placeAfter(place, back, server),
    column: (place, name) =>
      columns.find(({ table, to }) => samePlace(table, place, server) && sameName(to, name, server))
        ?.column ?? name,
  };
}

export function columnRenames(renames: readonly Rename[]): ColumnRename[] {
  return renames.filter((rename) => rename.kind === 'column');
}

/** A computed column that is gone by then comes back under its new name. */
export function renameSteps(
  renames: readonly Rename[],
  changes: readonly TableChange[],
  afterRemovals: boolean,
  server: Server,
): Step[] {
  const isGone = ({ table, to }: ColumnRename) =>
    afterRemovals && changes.some(({ place, rebuilt }) => samePlace(place, table, server) && rebuilt.has(to));
  return [
    ...renames.flatMap((rename): Step[] =>
      rename.kind === 'table' ? [{ kind: 'rename-table', table: rename.table, to: rename.to }] : [],
    ),
    ...columnRenames(renames)
      .filter((rename) => !isGone(rename))
      .map(({ table, column, to }): Step => ({ kind: 'rename-column', table, column, to })),
  ];
}

/**
 * The schema of before the renames. An engine that does not show the names of defaults has them taken to be as declared, which is
 * how they are called afterwards: what is called after its column was called after the old name of it before.
 */
export function withEarlierDefaultNames(before: Schema, renames: readonly Rename[], server: Server): Schema {
  if (renames.length === 0 || !lacks(server.engine, 'column', 'default-name')) return before;
  const columns = columnRenames(renames);
  const tables = before.tables.map((table) => {
    const place = placeAfter(placeOf(table, server), renames, server);
    const newName = (name: string) =>
      columns.find((item) => samePlace(item.table, place, server) && sameName(item.column, name, server))
        ?.to ?? name;
    return {
      ...table,
      columns: table.columns.map((column) =>
        column.default?.name === defaultName(place.name, newName(column.name))
          ? { ...column, default: { ...column.default, name: defaultName(table.name, column.name) } }
          : column,
      ),
    };
  });
  return { ...before, tables };
}

/**
 * A renamed table or column keeps the names of its defaults. On an engine without such names no difference is seen, but the
 * migration runs on SQL Server too.
 */
export function defaultNameSteps(
  changes: readonly TableChange[],
  renames: readonly Rename[],
  old: OldNames,
  server: Server,
): Step[] {
  if (renames.length === 0 || !lacks(server.engine, 'column', 'default-name')) return [];
  return changes.flatMap(({ place, from, to, altered }) =>
    to.columns.flatMap((column): Step[] => {
      const before = from.columns.find(({ name }) => sameName(name, column.name, server));
      const made = altered.some(
        ({ change, work }) => change.to === column && (work.newDefault || work.replaced),
      );
      if (!before?.default || !column.default || made) return [];
      const { name } = column.default;
      const oldName = defaultName(old.place(place).name, old.column(place, column.name));
      if (typeof name !== 'string' || name === oldName) return [];
      const isRenamed =
        !samePlace(old.place(place), place, server) || old.column(place, column.name) !== column.name;
      return isRenamed ? [{ kind: 'rename-default', table: place, column: column.name, to: name }] : [];
    }),
  );
}
