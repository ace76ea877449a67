import type { DocColumn, DocTable } from '../documentation.ts';
import { visible } from '../escape.ts';
import { fitted, monoWidth, textWidth } from './text-width.ts';

// The box of a table: its rows and how much room they take. Everything is in pixels of the diagram.

export const sizes = {
  header: 44,
  row: 24,
  footer: 8,
  padding: 14,
  /** Of the marks of drift before the icons. */
  gutter: 14,
  icon: 17,
  gap: 22,
  title: 14,
  name: 13,
  type: 11.5,
  tag: 9.5,
} as const;

const widestTitle = 330;
const widestName = 250;
const widestType = 190;
const narrowestBox = 216;
/** A box with more columns leaves out the last ones that are part of no key: nobody reads a box of a hundred rows. */
const mostRows = 40;

export interface BoxRow {
  readonly column: DocColumn;
  readonly name: string;
  readonly type: string;
  /** Of the middle of the row. */
  readonly y: number;
}

export interface Box {
  readonly table: DocTable;
  readonly title: string;
  readonly rows: readonly BoxRow[];
  /** Columns that are not shown. */
  readonly hiddenRows: number;
  readonly width: number;
  readonly height: number;
  /** Where names begin, and where types end. */
  readonly nameX: number;
  readonly typeX: number;
  readonly hasNullable: boolean;
}

export const scopeTag = (table: DocTable) => table.scope.toUpperCase();
/** In words, where a table is not as declared. */
export function driftTag({ state, driftCount }: DocTable): string {
  if (state === 'missing' || state === 'extra') return state.toUpperCase();
  return driftCount === 0 ? '' : `${driftCount} DIFFER${driftCount === 1 ? 'S' : ''}`;
}

export const tagWidth = (text: string) => (text === '' ? 0 : textWidth(text, sizes.tag, true) * 1.08 + 14);

export function boxOf(table: DocTable): Box {
  const title = fitted(visible(table.label), widestTitle, (text) => textWidth(text, sizes.title, true));
  const columns = shownColumns(table.columns);
  const hiddenRows = table.columns.length - columns.length;
  const icons = Math.max(
    1,
    ...columns.map((column) => Number(column.isPrimaryKey) + Number(column.isForeignKey)),
  );
  const nameX = sizes.padding + (table.driftCount > 0 ? sizes.gutter : 0) + icons * sizes.icon + 4;
  const hasNullable = columns.some(({ nullable }) => nullable);
  const cells = columns.map((column) => ({
    column,
    name: fitted(visible(column.name), widestName, (text) => textWidth(text, sizes.name, true)),
    type: fitted(visible(column.type), widestType, (text) => monoWidth(text, sizes.type)),
  }));
  const body = Math.max(
    ...cells.map(({ name, type }) => textWidth(name, sizes.name, true) + monoWidth(type, sizes.type)),
    0,
  );
  const nullRoom = hasNullable ? tagWidth('NULL') - 4 : 0;
  const tags = [scopeTag(table), driftTag(table)].reduce((sum, text) => sum + tagWidth(text) + 6, 0);
  const header = textWidth(title, sizes.title, true) + 24 + tags;
  const width = Math.ceil(
    Math.max(narrowestBox, header + 2 * sizes.padding, nameX + body + sizes.gap + nullRoom + sizes.padding),
  );
  const rows = cells.map((cell, index) => ({ ...cell, y: sizes.header + sizes.row * (index + 0.5) + 4 }));
  const lines = rows.length + (hiddenRows > 0 ? 1 : 0);
  return {
    table,
    title,
    rows,
    hiddenRows,
    width,
    height: sizes.header + 4 + lines * sizes.row + sizes.footer,
    nameX,
    typeX: width - sizes.padding - nullRoom,
    hasNullable,
  };
}

function shownColumns(columns: readonly DocColumn[]): readonly DocColumn[] {
  if (columns.length <= mostRows) return columns;
  const isKey = ({ isPrimaryKey, isForeignKey, state }: DocColumn) =>
    isPrimaryKey || isForeignKey || state !== 'same';
  let room = mostRows - columns.filter(isKey).length;
  return columns.filter((column) => {
    if (isKey(column)) return true;
    room -= 1;
    return room >= 0;
  });
}
