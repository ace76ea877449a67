import type { Change } from '../diff/change.ts';
import { assertNever } from '../errors.ts';
import type { Column, Dialect, Schema, Server, Table } from '../schema/model.ts';
import { nameKey } from '../schema/server.ts';
import { type ColumnWork, columnWork, type ModifiedColumn } from './column-change.ts';
import { type Place, placeKey, placeOf, tablesByPlace } from './place.ts';
import type { LeftOut, Part, PartKind } from './step.ts';

export interface AlteredColumn {
  readonly change: ModifiedColumn;
  readonly work: ColumnWork;
}

/** What is to be done in a table that both sides have. Filled while planning. */
export interface TableWork {
  readonly place: Place;
  readonly from: Table;
  readonly to: Table;
  readonly added: Column[];
  readonly dropped: Column[];
  readonly altered: AlteredColumn[];
  readonly removals: Part[];
  readonly additions: Part[];
  readonly renames: { readonly part: PartKind; readonly name: string; readonly to: string }[];
  readonly trusts: { readonly part: PartKind; readonly name: string }[];
  description: string | null | undefined;
  changed: boolean;
}

export interface Work {
  readonly tables: ReadonlyMap<string, TableWork>;
  readonly created: readonly Table[];
  readonly dropped: readonly Table[];
  readonly schemas: { readonly created: readonly string[]; readonly dropped: readonly string[] };
  readonly leftOut: readonly LeftOut[];
}

/** Sorts the changes into what each table needs. */
export function workOf(
  from: Schema,
  to: Schema,
  changes: readonly Change[],
  dialect: Dialect,
  server: Server,
): Work {
  const wanted = tablesByPlace(to, server);
  const tables = new Map<string, TableWork>();
  for (const table of from.tables) {
    const place = placeOf(table, server);
    const after = wanted.get(placeKey(place, server));
    if (after !== undefined) tables.set(placeKey(place, server), emptyWork(place, table, after));
  }
  const created: Table[] = [];
  const dropped: Table[] = [];
  const schemas = { created: [] as string[], dropped: [] as string[] };
  const leftOut: LeftOut[] = [];
  for (const change of changes) {
    if (change.kind === 'schema') {
      if (change.action === 'add') schemas.created.push(change.object.name);
      if (change.action === 'drop') schemas.dropped.push(change.object.name);
    } else if (change.kind === 'table' && change.action === 'add') created.push(change.to);
    else if (change.kind === 'table' && change.action === 'drop') dropped.push(change.from);
    else if (!change.withTable) {
      const { schema, table, name } = change.object;
      const place = { schema, name: change.kind === 'table' ? name : (table ?? '') };
      const work = tables.get(placeKey(place, server));
      if (work !== undefined) addChange(work, change, dialect, leftOut);
    }
  }
  return { tables, created, dropped, schemas, leftOut };
}

function emptyWork(place: Place, from: Table, to: Table): TableWork {
  return {
    place,
    from,
    to,
    added: [],
    dropped: [],
    altered: [],
    removals: [],
    additions: [],
    renames: [],
    trusts: [],
    description: undefined,
    changed: false,
  };
}

function addChange(work: TableWork, change: Change, dialect: Dialect, leftOut: LeftOut[]): void {
  work.changed = true;
  switch (change.kind) {
    case 'table':
      if (change.action === 'modify') addTableFacets(work, change, leftOut);
      return;
    case 'column':
      if (change.action === 'add') work.added.push(change.to);
      else if (change.action === 'drop') work.dropped.push(change.from);
      else work.altered.push({ change, work: columnWork(change, dialect) });
      return;
    case 'primary-key':
    case 'unique':
    case 'index':
    case 'foreign-key':
    case 'check':
      addPart(work, change, dialect);
      return;
    case 'schema':
    case 'sequence':
    case 'opaque':
      return;
    default:
      assertNever(change);
  }
}

function addTableFacets(
  work: TableWork,
  change: Extract<Change, { kind: 'table'; action: 'modify' }>,
  leftOut: LeftOut[],
): void {
  const object = `${work.place.schema}.${work.place.name}`;
  for (const facet of change.facets) {
    if (facet.name === 'description') work.description = facet.to;
    if (facet.name === 'column-order') {
      leftOut.push({ object, reason: `no statement moves a column; the declared order is ${facet.to}` });
    }
  }
}

type PartChange = Extract<Change, { kind: PartKind }>;

function addPart(work: TableWork, change: PartChange, dialect: Dialect): void {
  const part = (value: PartChange['from']) => ({ kind: change.kind, value }) as Part;
  if (change.action === 'add') work.additions.push(part(change.to));
  else if (change.action === 'drop') work.removals.push(part(change.from));
  else if (change.facets.every(({ name }) => name === 'name')) {
    work.renames.push({ part: change.kind, name: change.from.name, to: change.to.name });
  } else if (isTrusted(change, dialect)) work.trusts.push({ part: change.kind, name: change.to.name });
  else {
    work.removals.push(part(change.from));
    work.additions.push(part(change.to));
  }
}

/** Whether all that is to be done is to check the rows that came past a constraint. */
function isTrusted(change: PartChange & { action: 'modify' }, dialect: Dialect): boolean {
  if (change.kind !== 'check' && change.kind !== 'foreign-key') return false;
  const { disabled, notTrusted } = change.to;
  return (
    change.facets.every(
      ({ name }) => name === 'not-trusted' || (name === 'disabled' && dialect === 'mssql'),
    ) &&
    disabled !== true &&
    notTrusted !== true
  );
}

/** Removes and makes again a part that did not change, or that would only have been renamed or trusted. */
export function rebuild(work: TableWork, before: Part, server: Server): void {
  const after = counterpart(work, before, server);
  if (after === undefined) return;
  work.removals.push(before);
  work.additions.push(after);
  work.changed = true;
  const drop = <T extends { readonly part: PartKind; readonly name: string }>(list: T[], name: string) => {
    const at = list.findIndex((item) => item.part === before.kind && item.name === name);
    if (at >= 0) list.splice(at, 1);
  };
  drop(work.renames, before.value.name);
  drop(work.trusts, after.value.name);
}

function counterpart(work: TableWork, { kind, value }: Part, server: Server): Part | undefined {
  const renamed = work.renames.find((item) => item.part === kind && item.name === value.name);
  const name = nameKey(renamed?.to ?? value.name, server);
  return partsOf(work.to).find((part) => part.kind === kind && nameKey(part.value.name, server) === name);
}

export function partsOf(table: Table): Part[] {
  const { primaryKey, uniques, indexes, checks, foreignKeys } = table;
  return [
    ...(primaryKey == null ? [] : [{ kind: 'primary-key', value: primaryKey } as const]),
    ...uniques.map((value) => ({ kind: 'unique', value }) as const),
    ...indexes.map((value) => ({ kind: 'index', value }) as const),
    ...checks.map((value) => ({ kind: 'check', value }) as const),
    ...foreignKeys.map((value) => ({ kind: 'foreign-key', value }) as const),
  ];
}

export function isRemoved(work: TableWork, part: Part): boolean {
  return work.removals.some((item) => item.kind === part.kind && item.value.name === part.value.name);
}
