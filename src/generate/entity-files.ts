import type { Column, Schema, Table } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import { compareNames, serverOf } from '../schema/server.ts';
import type { DraftContext, EntityBase, EntityDraft } from './entity-draft.ts';
import { draftEntity } from './entity-from-table.ts';
import { type EntityName, entityNames } from './entity-names.ts';
import { type EntityLanguage, entitySource } from './entity-source.ts';
import { withOneSpelling } from './entity-spelling.ts';
import { inComment } from './source-text.ts';

/** An entity to be written, and what it is called. */
export interface NamedDraft extends EntityDraft, EntityName {}

/** An entity for each table of a schema that was read from a database, in the order of the tables. */
export function draftEntities(schema: Schema, bases: readonly EntityBase[]): NamedDraft[] {
  const { dialect, tables } = withOneSpelling(schema);
  const server = serverOf(schema);
  const context: DraftContext = { dialect, server, bases };
  const names = entityNames(tables);
  const sequences = groupedByHome(schema.sequences ?? [], tables, server.defaultSchema);
  return tables.flatMap((table, i) => {
    const name = names[i];
    return name === undefined
      ? []
      : [{ ...draftEntity(table, sequences.get(table) ?? [], context), ...name }];
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
          .map((line) => `// - ${inComment(line)}\n`)
          .join('')}\n`;
  return files.set(`index.${language}`, `${note}${exported.join('')}`);
}

/**
 * The sequences that are to be declared with each table: those that its defaults name. One that no default names goes to the
 * first table of its SQL schema, or the first of all.
 */
function groupedByHome(
  sequences: readonly Sequence[],
  tables: readonly Table[],
  defaultSchema: string,
): ReadonlyMap<Table, readonly Sequence[]> {
  const key = (path: string) => path.toLowerCase();
  const users = new Map<string, Table>();
  const firsts = new Map<string, Table>();
  for (const table of tables) {
    const space = table.schema ?? defaultSchema;
    if (!firsts.has(space)) firsts.set(space, table);
    for (const path of table.columns.flatMap(sequencePaths)) {
      const full = key(path.includes('.') ? path : `${defaultSchema}.${path}`);
      if (!users.has(full)) users.set(full, table);
    }
  }
  const homes = new Map<Table, Sequence[]>();
  for (const sequence of sequences) {
    const space = sequence.schema ?? defaultSchema;
    const home = users.get(key(`${space}.${sequence.name}`)) ?? firsts.get(space) ?? tables[0];
    if (home === undefined) continue;
    const known = homes.get(home);
    if (known === undefined) homes.set(home, [sequence]);
    else known.push(sequence);
  }
  return homes;
}

/** Paths, without quotes, of the sequences that a default takes its number from. */
function sequencePaths({ default: own }: Column): string[] {
  const sql = own?.expression;
  if (typeof sql !== 'string') return [];
  const [, quoted = ''] = /\bnextval\('((?:[^']|'')*)'/i.exec(sql) ?? [];
  const part = String.raw`(?:\[[^\]]+\]|"[^"]+"|\w+)`;
  const [, named = ''] = new RegExp(`\\bNEXT VALUE FOR (${part}(?:\\.${part})*)`, 'i').exec(sql) ?? [];
  return [quoted, named].filter((path) => path !== '').map((path) => path.replaceAll(/["[\]]/g, ''));
}
