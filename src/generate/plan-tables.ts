import type { ForeignKey, Server, Table } from '../schema/model.ts';
import { byPlace, type Place, placeKey, placeOf, shownPlace } from './place.ts';
import type { LaterKey } from './plan-additions.ts';
import type { Step } from './step.ts';
import type { Work } from './table-work.ts';

const targetKey = ({ references: { schema, table } }: ForeignKey, server: Server) =>
  placeKey({ schema: schema ?? server.defaultSchema, name: table }, server);

export interface CreatedTables {
  readonly steps: readonly Step[];
  /** Keys that wait until all tables are there. */
  readonly later: readonly LaterKey[];
}

/**
 * New tables, each after those it refers to; where they refer to each other in a circle, by name. A foreign key is made with its
 * table where what it refers to is finished by then.
 */
export function createdTables(work: Work, server: Server): CreatedTables {
  const waiting = new Map(
    byPlace(work.created, (table) => placeOf(table, server)).map(
      (table) => [placeKey(placeOf(table, server), server), table] as const,
    ),
  );
  const done = new Set([...work.tables].filter(([, { changed }]) => !changed).map(([key]) => key));
  const steps: Step[] = [];
  const later: LaterKey[] = [];
  while (waiting.size > 0) {
    const isReady = ([key, { foreignKeys }]: readonly [string, Table]) =>
      foreignKeys.every((item) => {
        const target = targetKey(item, server);
        return target === key || !waiting.has(target);
      });
    const next = [...waiting].find(isReady) ?? [...waiting][0];
    if (next === undefined) break;
    const [key, definition] = next;
    waiting.delete(key);
    const table = placeOf(definition, server);
    const isDone = (item: ForeignKey) => targetKey(item, server) !== key && done.has(targetKey(item, server));
    const now = definition.foreignKeys.filter(isDone);
    steps.push({ kind: 'create-table', table, definition, foreignKeys: now });
    later.push(
      ...definition.foreignKeys.filter((item) => !isDone(item)).map((item) => ({ table, key: item })),
    );
    done.add(key);
  }
  return { steps, later };
}

/** Tables that go, each before those it refers to; foreign keys that make a circle first. */
export function droppedTables(tables: readonly Table[], server: Server): Step[] {
  const left = new Map(
    byPlace(tables, (table) => placeOf(table, server)).map(
      (table) => [placeKey(placeOf(table, server), server), table] as const,
    ),
  );
  const steps: Step[] = [];
  while (left.size > 0) {
    const referring = (key: string) =>
      [...left].flatMap(([other, { foreignKeys }]) =>
        other === key
          ? []
          : foreignKeys
              .filter((item) => targetKey(item, server) === key)
              .map((item) => [other, item] as const),
      );
    const next = [...left].find(([key]) => referring(key).length === 0) ?? [...left][0];
    if (next === undefined) break;
    const [key, definition] = next;
    for (const [other, value] of referring(key)) {
      const owner = left.get(other);
      if (owner === undefined) continue;
      steps.push({ kind: 'drop-part', table: placeOf(owner, server), part: { kind: 'foreign-key', value } });
      left.set(other, {
        ...owner,
        foreignKeys: owner.foreignKeys.filter((item) => item !== value),
      });
    }
    left.delete(key);
    steps.push(dropTableStep(placeOf(definition, server), server));
  }
  return steps;
}

function dropTableStep(table: Place, server: Server): Step {
  return {
    kind: 'drop-table',
    table,
    hazard: {
      kind: 'drop-table',
      object: `${table.schema}.${table.name}`,
      message: `drops the table ${shownPlace(table, server)} and its rows`,
    },
  };
}
