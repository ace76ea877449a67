import type { DocColumn, DocForeignKey, DocTable, Documentation } from './documentation.ts';
import { visible } from './escape.ts';

// https://mermaid.js.org/syntax/entityRelationshipDiagram.html: names of entities and attributes are words of a small
// alphabet. What does not fit is written otherwise, and said as it is in a comment or label.

/** An `erDiagram` that Mermaid draws, whatever the names are. */
export function mermaidDiagram({ tables }: Documentation): string {
  const ids = entityIds(tables);
  const keys = tables.flatMap((table) => table.foreignKeys).filter(({ to }) => to !== '');
  return [
    'erDiagram',
    ...keys.map((key) => `  ${relation(key, ids)}`),
    ...tables.map((table) => entity(table, ids)),
  ].join('\n');
}

function relation(key: DocForeignKey, ids: ReadonlyMap<string, string>): string {
  const parent = key.isRequired ? '||' : '|o';
  const child = key.isUnique ? 'o|' : 'o{';
  return `${ids.get(key.to)} ${parent}--${child} ${ids.get(key.from)} : "${quoted(key.name)}"`;
}

function entity(table: DocTable, ids: ReadonlyMap<string, string>): string {
  const id = ids.get(table.id) ?? '';
  const label = id === table.label ? '' : `["${quoted(table.label)}"]`;
  if (table.columns.length === 0) return `  ${id}${label}`;
  return [`  ${id}${label} {`, ...table.columns.map((column) => `    ${attribute(column)}`), '  }'].join(
    '\n',
  );
}

function attribute(column: DocColumn): string {
  const { name, type, isPrimaryKey, isForeignKey, isUnique, nullable } = column;
  const keys = [
    ...(isPrimaryKey ? ['PK'] : []),
    ...(isForeignKey ? ['FK'] : []),
    ...(isUnique && !isPrimaryKey ? ['UK'] : []),
  ];
  const plain = word(name);
  const comment = [
    ...(plain === name ? [] : [quoted(name)]),
    ...(column.state === 'same' ? [] : [column.state]),
    ...(nullable ? ['null'] : []),
  ].join(', ');
  const parts = [word(type), plain, keys.join(', '), comment === '' ? '' : `"${comment}"`];
  return parts.filter((part) => part !== '').join(' ');
}

/** Words that mean something to Mermaid itself, at the start of a line or between two entities. */
const reserved =
  /^(?:erdiagram|title|acctitle|accdescr|direction|style|class|classdef|click|subgraph|end|one|zero|only|many|to|optionally|u|o)$/i;

function entityIds(tables: readonly DocTable[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    tables.map((table) => {
      const { label } = table;
      const isWord = /^[A-Za-z][A-Za-z0-9_]*$/.test(label) && !reserved.test(label);
      const base = isWord ? label : `t_${label.replace(/[^A-Za-z0-9_]+/g, '_')}`;
      let id = base;
      for (let number = 2; taken.has(id); number += 1) id = `${base}_${number}`;
      taken.add(id);
      return [table.id, id];
    }),
  );
}

/** A name or type in the letters that an attribute may have; it begins with one, and is not taken for the mark of a key. */
function word(text: string): string {
  const plain = text.replace(/,\s*/g, '-').replace(/[^\w\-()[\]\u00c0-\u024f]+/g, '_');
  return /^(?!(?:pk|fk|uk)\b)[a-z\u00c0-\u024f]/i.test(plain) ? plain : `c_${plain}`;
}

/**
 * Within double quotes Mermaid has no escape that it undoes in this kind of diagram. What would end the text or be taken for
 * markup, an entity or a comment is shown by its full-width twin, which looks like it.
 */
function quoted(text: string): string {
  return visible(text)
    .replace(/["#%\\<>&`]/g, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0))
    .replace(/(direction)\s+(?=tb|bt|lr|rl)/gi, '$1_');
}
