import type { DocForeignKey } from '../documentation.ts';
import { escapeMarkup } from '../escape.ts';
import { driftWords, monoFamily } from './draw-box.ts';
import { edgeLabel } from './elk-graph.ts';
import type { PlacedEdge, Point } from './layout.ts';
import { type PaintName, painted } from './palette.ts';
import { fixed, roundedPath } from './shapes.ts';

/** A link from a row to its tenant: every tenant-scoped table has one, and they are drawn lighter. */
export function isTenantLink({ columns }: DocForeignKey): boolean {
  return columns.length === 1 && columns[0]?.toLowerCase() === 'tenant_id';
}

export function foreignKeyTitle(key: DocForeignKey): string {
  const sentence = `${key.name}: ${key.fromLabel} (${key.columns.join(', ')}) refers to ${key.toLabel} (${key.references.join(', ')})`;
  return [sentence, ...key.properties, ...(key.state === 'same' ? [] : [driftWords[key.state]])].join(', ');
}

/** The line with the signs at its ends: the crow's foot where there are many, a bar for one, a ring for none. */
export function drawEdge({ key, points, label }: PlacedEdge): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const usual: PaintName = isTenantLink(key) ? 'line-tenant' : 'line';
  const paint = key.state === 'same' ? painted(usual) : painted(key.state, 'stroke');
  const dash = key.state === 'missing' || key.state === 'extra' ? ' stroke-dasharray="6 4"' : '';
  const path = roundedPath(points);
  return [
    `<title>${escapeMarkup(foreignKeyTitle(key))}</title>`,
    `<path class="reach" fill="none" stroke="#000" stroke-opacity="0" stroke-width="12" d="${path}"/>`,
    `<g class="stroke"><path ${paint} stroke-width="1.4"${dash} d="${path}"/></g>`,
    `<g ${painted('ends')} stroke-width="1.4">${parentEnd(key, first, directionOf(first, points[1]))}${childEnd(key, last, directionOf(last, points.at(-2)))}</g>`,
    ...(label === undefined
      ? []
      : [
          `<text ${key.state === 'same' ? painted('label') : painted(key.state, 'fill')} x="${fixed(label.x + 2)}" y="${fixed(label.y + edgeLabel.height - 4)}" font-size="${edgeLabel.size}" font-family="${monoFamily}">${escapeMarkup(key.name)}</text>`,
        ]),
  ].join('');
}

/** Whether the line leaves the box to the right (1) or to the left (-1). */
function directionOf(end: Point, next: Point | undefined): 1 | -1 {
  return next === undefined || next.x >= end.x ? 1 : -1;
}

const bar = (x: number, y: number) => `<path d="M${fixed(x)} ${fixed(y - 5)}v10"/>`;
const ring = (x: number, y: number) => `<circle cx="${fixed(x)}" cy="${fixed(y)}" r="3.6"/>`;

function parentEnd({ isRequired }: DocForeignKey, { x, y }: Point, out: 1 | -1): string {
  return bar(x + out * 6, y) + (isRequired ? bar(x + out * 10, y) : ring(x + out * 13, y));
}

function childEnd({ isUnique }: DocForeignKey, { x, y }: Point, out: 1 | -1): string {
  if (isUnique) return bar(x + out * 6, y) + ring(x + out * 13, y);
  const tip = fixed(x + out * 11);
  const foot = `<path d="M${fixed(x)} ${fixed(y - 6)}L${tip} ${fixed(y)}L${fixed(x)} ${fixed(y + 6)}" fill="none"/>`;
  return foot + ring(x + out * 15, y);
}
