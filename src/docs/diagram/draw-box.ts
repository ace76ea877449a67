import type { DocTable, DriftState } from '../documentation.ts';
import { escapeMarkup, visible } from '../escape.ts';
import { type BoxRow, driftTag, scopeTag, sizes, tagWidth } from './boxes.ts';
import type { PlacedBox } from './layout.ts';
import { painted } from './palette.ts';
import { fixed } from './shapes.ts';

/** Signs of drift beside a column; colour is never the only one. */
export const driftSigns: Readonly<Record<DriftState, string>> = {
  same: '',
  missing: '−',
  extra: '+',
  different: '≠',
};

export const driftWords: Readonly<Record<DriftState, string>> = {
  same: '',
  missing: 'missing in the database',
  extra: 'in the database, but not declared',
  different: 'differs from the declaration',
};

/** The table as a group at its place; whoever wants a link puts it around. */
export function drawBox(box: PlacedBox): string {
  const { table, width, height, rows, hiddenRows } = box;
  const isWhole = table.state === 'missing' || table.state === 'extra';
  const border = isWhole
    ? `${painted(table.state, 'stroke')} stroke-width="1.6" stroke-dasharray="6 4"`
    : `${painted('frame', 'stroke')} stroke-width="1"`;
  const more = rows.length * sizes.row + sizes.header + 4;
  return [
    `<g transform="translate(${fixed(box.x)} ${fixed(box.y)})">`,
    `<title>${escapeMarkup(tableTitle(table))}</title>`,
    `<rect ${painted('frame', 'fill')} width="${width}" height="${height}" rx="8"/>`,
    drawHeader(box),
    ...rows.map((row, index) => drawRow(box, row, index)),
    ...(hiddenRows > 0
      ? [
          `<text ${painted('type')} x="${box.nameX}" y="${more + 16}" font-size="${sizes.name}" font-style="italic">${hiddenRows} more column${hiddenRows === 1 ? '' : 's'}</text>`,
        ]
      : []),
    `<rect ${border} width="${width}" height="${height}" rx="8"/>`,
    '</g>',
  ].join('');
}

function tableTitle(table: DocTable): string {
  const scope =
    table.scope === 'tenant' ? 'each row belongs to a tenant' : 'one table for the whole platform';
  const state = table.state === 'same' ? '' : `; ${driftWords[table.state]}`;
  const description = table.description === '' ? '' : `\n${table.description}`;
  return `${table.label}: ${table.columns.length} columns, ${scope}${state}${description}`;
}

function drawHeader({ table, title, width }: PlacedBox): string {
  const { header, padding } = sizes;
  const parts = [
    `<path ${painted(`${table.scope}-band`)} d="M0 ${header}V8a8 8 0 0 1 8-8H${width - 8}a8 8 0 0 1 8 8V${header}Z"/>`,
    `<g class="title"><text ${painted(`${table.scope}-title`)} x="${padding}" y="27" font-size="${sizes.title}" font-weight="700">${titleText(table, title)}</text></g>`,
  ];
  let right = width - padding + 2;
  const tag = (text: string, paint: `${DocTable['scope']}-tag` | Exclude<DriftState, 'same'>): void => {
    if (text === '') return;
    const room = tagWidth(text);
    const x = fixed(right - room);
    parts.push(
      `<g class="tag"><rect ${painted('tag-ground')} x="${x}" y="13" width="${fixed(room)}" height="18" rx="9"/>`,
      `<text ${painted(paint, 'fill')} x="${fixed(right - room / 2)}" y="25.5" font-size="${sizes.tag}" font-weight="700" letter-spacing="0.4" text-anchor="middle">${text}</text></g>`,
    );
    right -= room + 6;
  };
  tag(scopeTag(table), `${table.scope}-tag`);
  tag(driftTag(table), table.state === 'same' ? 'different' : table.state);
  return parts.join('');
}

/** The SQL schema lighter than the name, where there is one and nothing was cut. */
function titleText(table: DocTable, title: string): string {
  if (title !== visible(table.label) || table.label === table.name) return escapeMarkup(title);
  const prefix = table.label.slice(0, table.label.length - table.name.length);
  return `<tspan font-weight="400">${escapeMarkup(prefix)}</tspan>${escapeMarkup(table.name)}`;
}

function drawRow(box: PlacedBox, { column, name, type, y }: BoxRow, index: number): string {
  const { width, nameX, typeX } = box;
  const { padding, row, icon } = sizes;
  const base = fixed(y + 4.5);
  const parts: string[] = [];
  const state = box.table.state === 'same' || box.table.state === 'different' ? column.state : 'same';
  if (state !== 'same') {
    parts.push(
      `<rect ${painted(`${state}-row`)} x="0.5" y="${fixed(y - row / 2)}" width="${width - 1}" height="${row}"/>`,
      `<text ${painted(state, 'fill')} x="${padding - 4}" y="${base}" font-size="14" font-weight="700">${driftSigns[state]}</text>`,
    );
  } else if (index > 0) {
    const top = fixed(y - row / 2);
    parts.push(`<path ${painted('rule')} d="M${padding} ${top}H${width - padding}"/>`);
  }
  let x = padding + (box.table.driftCount > 0 ? sizes.gutter : 0);
  if (column.isPrimaryKey) {
    parts.push(`<path ${painted('key')} transform="translate(${x} ${fixed(y - 6)})" d="${keyIcon}"/>`);
    x += icon;
  }
  if (column.isForeignKey) {
    parts.push(
      `<path ${painted('link')} stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" transform="translate(${x} ${fixed(y - 6)})" d="${linkIcon}"/>`,
    );
  }
  const weight = column.isPrimaryKey ? ' font-weight="700"' : '';
  const struck = column.state === 'missing' ? ' text-decoration="line-through"' : '';
  parts.push(
    `<text ${painted('name')} x="${nameX}" y="${base}" font-size="${sizes.name}"${weight}${struck}>${escapeMarkup(name)}</text>`,
    `<text ${painted('type')} x="${fixed(typeX)}" y="${base}" font-size="${sizes.type}" text-anchor="end" font-family="${monoFamily}">${escapeMarkup(type)}</text>`,
  );
  if (column.nullable) {
    parts.push(
      `<text ${painted('type')} x="${width - padding}" y="${fixed(y + 3.5)}" font-size="${sizes.tag}" letter-spacing="0.4" text-anchor="end">NULL</text>`,
    );
  }
  const title = [
    `${column.name}: ${column.type}, ${column.nullable ? 'null' : 'not null'}`,
    ...(state === 'same' ? [] : [driftWords[state]]),
    ...column.differences.map(
      ({ fact, declared, actual }) => `${fact}: declared ${declared}, in the database ${actual}`,
    ),
    ...(column.description === '' ? [] : [column.description]),
  ].join('\n');
  return `<g class="row" data-column="${escapeMarkup(column.name)}"><title>${escapeMarkup(title).replaceAll('\\u000a', '&#10;')}</title>${parts.join('')}</g>`;
}

export const sansFamily = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif";
export const monoFamily =
  "ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

/** 12 by 12 pixels: a key, and an arrow that leads out. */
export const keyIcon =
  'M8 0a4 4 0 0 0-3.87 5L0 9.13V12h2.9v-1.6h1.6V8.8h1.6l.9-.93A4 4 0 1 0 8 0Zm1 1.9a1.15 1.15 0 1 1 0 2.3 1.15 1.15 0 0 1 0-2.3Z';
export const linkIcon = 'M1 11 10.5 1.5M4.5 1.5h6v6';
