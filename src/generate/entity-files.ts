import type { Schema, Table } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import { compareNames, serverOf } from '../schema/server.ts';
import type { DraftContext, EntityBase, EntityDraft } from './entity-draft.ts';
import { draftEntity } from './entity-from-table.ts';
import { type EntityName, entityNames } from './entity-names.ts';
import { type EntityLanguage, entitySource } from './entity-source.ts';
import { withOneSpelling } from './entity-spelling.ts';

/** An entity to be written, and what it is called. */
export interface NamedDraft extends EntityDraft, EntityName {}

/** An entity for each table of a schema that was read from a database, in the order of the tables. */
export function draftEntities(schema: Schema, bases: readonly EntityBase[]): NamedDraft[] {
  const { dialect, tables } = withOneSpelling(schema);
  const server = serverOf(schema);
  const context: DraftContext = { dialect, server, bases };
  const names = entityNames(tables);
  const declarers = sequenceHomes(schema.sequences ?? [], tables, server.defaultSchema);
  return tables.flatMap((table, i) => {
    const name = names[i];
    const sequences = (schema.sequences ?? []).filter((sequence) => declarers.get(sequence) === table);
    return name === undefined ? [] : [{ ...draftEntity(table, sequences, context), ...name }];
  });
}

/** A module for each entity, and an index that exports them all; by file name. */
export function entityFiles(
  drafts: readonly NamedDraft[],
  language: EntityLanguage,
  notHeld: readonly string[],
): ReadonlyMap<string, string> {
  const sorted = drafts.toSorted((a, b) => compareNames(a.file, b.file));
  const files = new Map(
    sorted.map((draft) => [`${draft.file}.${language}`, entitySource(draft, draft, language)]),
  );
  // With this extension TypeScript finds the .ts file, and Node.js the .js file that it becomes.
  const extension = language === 'mjs' ? 'mjs' : 'js';
  const exported = sorted.map(
    ({ identifier, file }) => `export { ${identifier} } from './${file}.${extension}';\n`,
  );
  const note =
    notHeld.length === 0
      ? ''
      : `// In the database, and not in these entities, which have no words for it:\n${notHeld
          .map((line) => `// - ${line.replaceAll(/\s+/g, ' ')}\n`)
          .join('')}\n`;
  return files.set(`index.${language}`, `${note}${exported.join('')}`);
}

/**
 * The table that a sequence is declared with: the first whose defaults name it, or else the first of its SQL schema, or the first
 * of all.
 */
function sequenceHomes(
  sequences: readonly Sequence[],
  tables: readonly Table[],
  defaultSchema: string,
): Map<Sequence, Table> {
  const used = tables.map((table) => ({
    table,
    text: table.columns
      .map(({ default: own }) => (typeof own?.expression === 'string' ? own.expression : ''))
      .filter((sql) => /\bnext\s*val/i.test(sql))
      .map((sql) => sql.replaceAll(/["[\]]/g, '')),
  }));
  const homes = new Map<Sequence, Table>();
  for (const sequence of sequences) {
    const { schema, name } = sequence;
    const paths = schema === undefined ? [name, `${defaultSchema}.${name}`] : [`${schema}.${name}`];
    const names = (sql: string) =>
      paths.some((path) => {
        const at = sql.toLowerCase().indexOf(path.toLowerCase());
        return at >= 0 && !/[\w.]/.test(sql[at - 1] ?? '') && !/\w/.test(sql[at + path.length] ?? '');
      });
    const home =
      used.find(({ text }) => text.some(names))?.table ??
      tables.find((table) => table.schema === schema) ??
      tables[0];
    if (home !== undefined) homes.set(sequence, home);
  }
  return homes;
}
