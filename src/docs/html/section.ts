import type {
  DocCheck,
  DocColumn,
  DocForeignKey,
  DocIndex,
  DocKey,
  DocTable,
  DriftState,
} from '../documentation.ts';
import { differenceList, driftChip } from './drift-text.ts';
import { chip, code, codes, counted, lines, tableLink, text } from './element.ts';
import { icon } from './icons.ts';

/** Everything about one table. */
export function tableSection(table: DocTable): string {
  const { id, label, scope, description, state } = table;
  return [
    `<section class="table" id="${id}" aria-labelledby="${id}-name">`,
    '<header>',
    `<h2 id="${id}-name">${text(label)}</h2>`,
    chip(scope, scope === 'tenant' ? 'tenant-scoped' : 'global'),
    state === 'missing' || state === 'extra' ? driftChip(state) : driftCount(table),
    `<button type="button" class="show" data-show="${id}" hidden>${icon('target')}<span>Show in diagram</span></button>`,
    '</header>',
    description === '' ? '' : `<p class="description">${lines(description)}</p>`,
    state === 'missing' ? '<p class="note missing">Declared, but missing in the database.</p>' : '',
    state === 'extra' ? '<p class="note extra">In the database, but nothing declares it.</p>' : '',
    differenceList(table.differences),
    columnTable(table),
    part(table, 'Keys', table.keys.map(keyRow)),
    part(table, 'Indexes', table.indexes.map(indexRow)),
    part(table, 'Checks', table.checks.map(checkRow)),
    part(table, 'Foreign keys', table.foreignKeys.map(foreignKeyRow)),
    part(table, 'Referenced by', table.referencedBy.map(referenceRow)),
    '</section>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function driftCount({ driftCount: count }: DocTable): string {
  return count === 0 ? '' : ` ${chip('drift different', counted(count, 'difference'))}`;
}

function columnTable({ id, columns, label, state }: DocTable): string {
  const rows = columns.map((column, index) => columnRow(column, `${id}-column-${index + 1}`, state));
  const head = ['Column', 'Type', 'Null', 'Default']
    .map((name) => `<th scope="col" role="columnheader">${name}</th>`)
    .join('');
  return [
    `<h3 id="${id}-columns">Columns <span class="count">${columns.length}</span></h3>`,
    `<div class="scroll"><table role="table" class="columns" aria-label="Columns of ${text(label)}">`,
    `<thead><tr role="row">${head}</tr></thead>`,
    `<tbody>${rows.join('\n')}</tbody>`,
    '</table></div>',
  ].join('\n');
}

function columnRow(column: DocColumn, id: string, tableState: DriftState): string {
  const { name, type, nullable, value, collation, description, differences } = column;
  // What is missing or extra with its table needs no mark of its own.
  const state = tableState === 'missing' || tableState === 'extra' ? 'same' : column.state;
  const marks = [
    ...(column.isPrimaryKey ? [icon('key', 'Primary key')] : []),
    ...(column.isForeignKey ? [icon('link', 'Foreign key')] : []),
    ...(column.isUnique && !column.isPrimaryKey ? [chip('unique', 'unique')] : []),
  ].join('');
  return [
    `<tr role="row" id="${id}"${state === 'same' ? '' : ` class="${state}"`}>`,
    `<th scope="row" role="rowheader"><code>${text(name)}</code>${marks}${driftChip(state)}`,
    description === '' ? '' : `<p>${lines(description)}</p>`,
    differenceList(differences),
    `</th><td role="cell">${code(type)}${collation === '' ? '' : `<br><small>collate ${text(collation)}</small>`}</td>`,
    `<td role="cell" class="null">${nullable ? 'yes' : '<span class="weak">no</span>'}</td>`,
    `<td role="cell" class="default">${value === '' ? '' : code(value)}</td></tr>`,
  ].join('');
}

function part({ id, state }: DocTable, title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const isWhole = state === 'missing' || state === 'extra';
  const items = rows.map((row) => {
    const own = isWhole && title !== 'Referenced by' ? 'same' : row.state;
    return `<li${own === 'same' ? '' : ` class="${own}"`}><div class="what">${row.what}${driftChip(own)}</div><div class="how">${row.how}</div>${row.differences}</li>`;
  });
  const anchor = `${id}-${title.toLowerCase().replace(' ', '-')}`;
  return `<h3 id="${anchor}">${title} <span class="count">${rows.length}</span></h3>\n<ul class="facts">${items.join('\n')}</ul>`;
}

interface Row {
  readonly state: DriftState;
  readonly what: string;
  readonly how: string;
  readonly differences: string;
}

const properties = (words: readonly string[]) =>
  words.map((word) => ` ${chip('property', text(word))}`).join('');
const including = (columns: readonly string[]) =>
  columns.length === 0 ? '' : ` <span class="weak">include</span> (${codes(columns)})`;

function keyRow(key: DocKey): Row {
  return {
    state: key.state,
    what: code(key.name),
    how: `<span class="weak">${key.kind}</span> (${codes(key.columns)})${including(key.include)}${properties(key.properties)}`,
    differences: differenceList(key.differences),
  };
}

function indexRow(index: DocIndex): Row {
  const filter = index.filter === '' ? '' : ` <span class="weak">where</span> ${code(index.filter)}`;
  return {
    state: index.state,
    what: code(index.name),
    how: `(${codes(index.columns)})${including(index.include)}${filter}${properties(index.properties)}`,
    differences: differenceList(index.differences),
  };
}

function checkRow(check: DocCheck): Row {
  return {
    state: check.state,
    what: code(check.name),
    how: code(check.expression) + properties(check.properties),
    differences: differenceList(check.differences),
  };
}

const arrow = '<span class="weak" aria-label="refers to">→</span>';

function foreignKeyRow(key: DocForeignKey): Row {
  return {
    state: key.state,
    what: code(key.name),
    how: `(${codes(key.columns)}) ${arrow} ${tableLink(key.to, key.toLabel)} (${codes(key.references)})${properties(key.properties)}`,
    differences: differenceList(key.differences),
  };
}

function referenceRow(key: DocForeignKey): Row {
  return {
    state: key.state,
    what: tableLink(key.from, key.fromLabel),
    how: `${code(key.name)} (${codes(key.columns)}) ${arrow} (${codes(key.references)})${properties(key.properties)}`,
    differences: '',
  };
}
