import type { Column, Dialect, Server } from '../schema/model.ts';
import { narrowing } from './column-change.ts';
import { type NameSet, type Place, sameName, shownPlace } from './place.ts';
import type { Hazard, Step } from './step.ts';
import type { AlteredColumn, TableWork } from './table-work.ts';

export interface TableChange extends TableWork {
  /** Computed columns that did not change, and are dropped and made again. */
  readonly rebuilt: NameSet;
}

export interface ColumnContext {
  readonly dialect: Dialect;
  readonly server: Server;
  readonly backfill: (table: Place, column: string) => string | undefined;
}

/** Whether it is a computed column that is dropped, for good or to be made again. */
export function isComputedAway(change: TableChange, column: Column, server: Server): boolean {
  if (!column.computed) return false;
  const same = ({ name }: Column) => sameName(name, column.name, server);
  return (
    change.rebuilt.has(column.name) ||
    change.dropped.some(same) ||
    change.altered.some(({ change: { from }, work }) => work.replaced && same(from))
  );
}

/**
 * What happens to the columns of a table once nothing stands in the way. New columns come before old ones go, since a table of SQL
 * Server cannot be without any; but one that takes the name of another, or its place as the identity, has to wait for it.
 */
export function columnSteps(change: TableChange, context: ColumnContext): Step[] {
  const { place: table, altered, added, dropped } = change;
  const replaced = altered.filter(({ work }) => work.replaced);
  const inPlace = altered.filter(
    ({ change: { to }, work }) => !work.replaced && !change.rebuilt.has(to.name),
  );
  const plain = (columns: readonly Column[]) => columns.filter(({ computed }) => !computed);
  const identities = plain(dropped).filter(({ identity }) => identity);
  const others = plain(dropped).filter(({ identity }) => !identity);
  const arriving = [...replaced.map(({ change: { to } }) => to), ...added];
  const again = change.to.columns.filter(({ name }) => change.rebuilt.has(name));
  const formulas = [...arriving, ...again].filter(({ computed }) => computed);
  return [
    ...change.renames.map((rename): Step => ({ kind: 'rename-part', table, ...rename })),
    ...inPlace.flatMap((column) => alterSteps(table, column, context)),
    ...plain(replaced.map(({ change: { from } }) => from)).map(
      (column): Step => replaceStep(table, column, context.server),
    ),
    ...identities.map((column) => dropStep(table, column, context.server)),
    ...plain(arriving).flatMap((column) => addSteps(table, column, context)),
    ...others.map((column) => dropStep(table, column, context.server)),
    ...formulas.flatMap((column): Step[] => [
      { kind: 'add-column', table, column },
      ...(column.description
        ? [{ kind: 'describe', table, column: column.name, description: column.description } as const]
        : []),
    ]),
    ...(change.description === undefined
      ? []
      : [{ kind: 'describe', table, description: change.description } as const]),
  ];
}

const shown = ({ schema, name }: Place, column: string) => `${schema}.${name}.${column}`;

function dropStep(table: Place, column: Column, server: Server): Step {
  const hazard: Hazard = {
    kind: 'drop-column',
    object: shown(table, column.name),
    message: `drops the column ${column.name} of ${shownPlace(table, server)} and what is in it`,
  };
  return { kind: 'drop-column', table, column, hazard };
}

function replaceStep(table: Place, column: Column, server: Server): Step {
  const hazard: Hazard = {
    kind: 'replace-column',
    object: shown(table, column.name),
    message: `drops the column ${column.name} of ${shownPlace(table, server)} and what is in it, and adds it anew: it cannot be altered into what it is to be`,
  };
  return { kind: 'drop-column', table, column, hazard };
}

function addSteps(table: Place, column: Column, context: ColumnContext): Step[] {
  if (column.nullable) return [{ kind: 'add-column', table, column }];
  if (column.identity) {
    return [{ kind: 'add-column', table, column, comment: 'The rows that are there are numbered.' }];
  }
  if (column.default) {
    return [{ kind: 'add-column', table, column, comment: 'The rows that are there get the default.' }];
  }
  const value = context.backfill(table, column.name);
  return [
    {
      kind: 'add-column',
      table,
      column: { ...column, nullable: true },
      comment:
        value === undefined
          ? `${column.name} has no default, so that it is added as nullable and tightened afterwards. On a table with rows that fails until they are given a value here, as with backfill().`
          : `${column.name} has no default, so that it is added as nullable, filled, and tightened afterwards.`,
    },
    ...(value === undefined ? [] : [{ kind: 'backfill', table, column, value } as const]),
    { kind: 'alter-column', table, column, withDefault: false, tightens: true },
  ];
}

function alterSteps(
  table: Place,
  { change: { from, to }, work }: AlteredColumn,
  context: ColumnContext,
): Step[] {
  const steps: Step[] = [];
  const withDefault = work.retyped && work.renamedType && Boolean(to.default);
  const dropsDefault = Boolean(from.default) && !to.default;
  if (dropsDefault) steps.push({ kind: 'drop-default', table, column: from });
  if (work.retyped || work.nullability) {
    const value = work.tightened ? context.backfill(table, to.name) : undefined;
    if (value !== undefined) steps.push({ kind: 'backfill', table, column: to, value });
    steps.push({
      kind: 'alter-column',
      table,
      column: to,
      withDefault,
      tightens: work.tightened,
      ...alterHazard(table, from, to, work, value, context),
    });
  }
  if (to.default && work.newDefault && !withDefault) steps.push({ kind: 'set-default', table, column: to });
  else if (to.default && work.newDefaultName && !withDefault && typeof to.default.name === 'string') {
    steps.push({ kind: 'rename-default', table, column: to.name, to: to.default.name });
  }
  if (work.identityAlways) {
    steps.push({ kind: 'alter-identity', table, column: to.name, always: to.identity?.always ?? false });
  }
  if (work.described) {
    steps.push({ kind: 'describe', table, column: to.name, description: to.description ?? null });
  }
  return steps;
}

function alterHazard(
  table: Place,
  from: Column,
  to: Column,
  work: AlteredColumn['work'],
  value: string | undefined,
  { dialect, server }: ColumnContext,
): { hazard?: Hazard; comment?: string } {
  const object = shown(table, to.name);
  const types = work.retyped ? narrowing(from, to, dialect) : undefined;
  const tightened = work.tightened
    ? value === undefined
      ? 'Rows where it is null make this fail, until they are given a value here, as with backfill().'
      : undefined
    : undefined;
  const comment = tightened === undefined ? {} : { comment: tightened };
  if (types !== undefined) {
    const message = `changes ${to.name} of ${shownPlace(table, server)} ${types}, which may lose part of a value or fail on one`;
    return { ...comment, hazard: { kind: 'narrow-column', object, message } };
  }
  if (!work.tightened) return comment;
  const message = `makes ${to.name} of ${shownPlace(table, server)} NOT NULL`;
  return { ...comment, hazard: { kind: 'not-null', object, message } };
}
