import type { Documentation } from '../documentation.ts';
import { escapeMarkup } from '../escape.ts';
import { sizes } from './boxes.ts';
import { drawBox, sansFamily } from './draw-box.ts';
import { drawEdge, isTenantLink } from './draw-edge.ts';
import type { Diagram, PlacedBox, PlacedEdge } from './layout.ts';
import { painted, paintRules } from './palette.ts';
import { fixed } from './shapes.ts';
import { textWidth } from './text-width.ts';

/** The diagram as a file of its own; it follows the reader's preference for light or dark where the viewer knows it. */
export function svgFile(documentation: Documentation, diagram: Diagram): string {
  const { width, height } = diagram;
  const dark = paintRules('.diagram', (pair) => pair[1]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" class="diagram" font-family="${sansFamily}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeMarkup(`${documentation.title}: ${documentation.subject}`)}</title>`,
    `<style>@media (prefers-color-scheme: dark){\n${dark}\n}</style>`,
    `<rect ${painted('ground')} width="${width}" height="${height}"/>`,
    ...diagram.edges.map((edge) => `<g>${drawEdge(edge)}</g>`),
    ...diagram.boxes.map(drawBox),
    '</svg>',
    '',
  ].join('\n');
}

/** The diagram as a part of a page: tables lead to their sections, foreign keys to the table that they refer to. */
export function svgOfPage({ width, height, boxes, edges }: Diagram): string {
  return [
    `<svg id="diagram" class="diagram" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" data-width="${width}" data-height="${height}" font-family="${sansFamily}" role="group" aria-label="Entity-relationship diagram">`,
    '<g id="canvas">',
    `<g class="edges">`,
    ...edges.map(linkedEdge),
    '</g>',
    '<g class="boxes">',
    ...boxes.map(linkedBox),
    '</g>',
    '</g>',
    '</svg>',
  ].join('\n');
}

// Edges are not stops of the tab key: the sections have the same links, in reading order.
function linkedEdge(edge: PlacedEdge): string {
  const { key } = edge;
  const kind = isTenantLink(key) ? 'edge tenant-link' : 'edge';
  return `<a class="${kind}" href="#${key.to}" tabindex="-1" data-from="${key.from}" data-to="${key.to}">${drawEdge(edge)}</a>`;
}

function linkedBox(box: PlacedBox): string {
  const { table } = box;
  return `<a class="box" href="#${table.id}" data-table="${table.id}" data-x="${Math.round(box.x)}" data-y="${Math.round(box.y)}" data-w="${box.width}" data-h="${box.height}">${drawBox(box)}${distantName(box)}</a>`;
}

/** The name as large as there is room for, which a page shows in place of the rows while they are too small to read. */
function distantName({ table, title, x, y, width, height }: PlacedBox): string {
  const size = Math.min(Math.max((width - 24) / textWidth(title, 1, true), 20), 36);
  const middle = y + (sizes.header + height) / 2 + size * 0.35;
  return `<text class="${table.scope}-title distant-name" x="${fixed(x + width / 2)}" y="${fixed(middle)}" font-size="${fixed(size)}" font-weight="700" text-anchor="middle" aria-hidden="true">${escapeMarkup(title)}</text>`;
}
