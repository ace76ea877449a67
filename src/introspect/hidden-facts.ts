import { isHidden } from '../schema/hidden.ts';
import type { Hidden, Schema, Table } from '../schema/model.ts';
import { babelfishBlindSpots } from './mssql/babelfish.ts';

/** A fact that introspection could not read. */
export interface HiddenFact {
  /** `schema.table`, `schema.table.name`; `*` where it is so of every object. */
  readonly object: string;
  /** In words for a person: `default`, `filter`. */
  readonly fact: string;
  /** `permission`: the login may not see it. `engine`: the engine does not tell. */
  readonly reason: Hidden['hidden'];
}

/** Everything that is marked hidden in a schema read from a database, in the schema's order. */
export function hiddenFacts(schema: Schema): readonly HiddenFact[] {
  const babelfish = schema.server?.engine === 'babelfish';
  const defaultSchema = schema.server?.defaultSchema ?? '';
  const facts: HiddenFact[] = [];
  const note = (object: string, fact: string, value: unknown): void => {
    // What the engine tells of no object is said once, below.
    if (isHidden(value) && !(babelfish && value.hidden === 'engine')) {
      facts.push({ object, fact, reason: value.hidden });
    }
  };
  if (babelfish) {
    facts.push(...babelfishBlindSpots.map((fact) => ({ object: '*', fact, reason: 'engine' as const })));
  }
  for (const table of schema.tables) noteTable(table, `${table.schema ?? defaultSchema}.${table.name}`, note);
  for (const { kind, schema: space, table, name, hash } of schema.opaques ?? []) {
    const path = [space ?? defaultSchema, ...(table === undefined ? [] : [table]), name];
    note(path.join('.'), `definition of the ${kind}`, hash);
  }
  return facts;
}

function noteTable(
  table: Table,
  name: string,
  note: (object: string, fact: string, value: unknown) => void,
): void {
  for (const column of table.columns) {
    note(`${name}.${column.name}`, 'name of the default', column.default?.name);
    note(`${name}.${column.name}`, 'default', column.default?.expression);
    note(`${name}.${column.name}`, 'computed column', column.computed?.expression);
  }
  for (const index of table.indexes) note(`${name}.${index.name}`, 'filter of the index', index.filter);
  for (const key of table.foreignKeys) {
    const unseen = key.references.table === '' ? { hidden: 'permission' } : undefined;
    note(`${name}.${key.name}`, 'target of the foreign key', unseen);
  }
  for (const check of table.checks) note(`${name}.${check.name}`, 'check', check.expression);
}
