import { byNearness } from '../../config/nearest.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { type Place, placeOf, sameName, shownPlace } from '../../generate/place.ts';
import type { Schema, Server } from '../../schema/model.ts';

/** A table, or a column of one, as a flag names it. */
export interface NamedObject {
  readonly table: Place;
  readonly column?: string;
}

/** `users.phone`, `sales.orders`: what a flag is to say for the object. */
export function shownObject({ table, column }: NamedObject, server: Server): string {
  const place = shownPlace(table, server);
  return column === undefined ? place : `${place}.${column}`;
}

/** The value of a flag, as it has to be typed in a shell. */
export function shellWord(text: string): string {
  return /^[\w.:=,@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The table or column that a text names; a name may itself have dots.
 *
 * @throws QuodsiDbError `USAGE` where there is none, naming those that are close
 */
export function findObject(text: string, schema: Schema, server: Server, flag: string): NamedObject {
  const known: string[] = [];
  for (const table of schema.tables) {
    const place = placeOf(table, server);
    for (const shown of new Set([shownPlace(place, server), `${place.schema}.${place.name}`])) {
      if (sameName(shown, text, server)) return { table: place };
      known.push(shown);
      if (!sameName(text.slice(0, shown.length + 1), `${shown}.`, server)) continue;
      const rest = text.slice(shown.length + 1);
      const column = table.columns.find(({ name }) => sameName(name, rest, server));
      if (column !== undefined) return { table: place, column: column.name };
      known.push(...table.columns.map(({ name }) => `${shown}.${name}`));
    }
  }
  throw usage(
    `${flag}: there is no ${text}`,
    known.length === 0
      ? 'There is no table at all.'
      : `Close to it are ${byNearness(text, known).slice(0, 3).join(', ')}.`,
  );
}

export function usage(message: string, hint: string): QuodsiDbError {
  return new QuodsiDbError('USAGE', message, { hint, exitCode: exitCodes.usage });
}
