import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs/lib/elk.bundled.js';
import type { DocForeignKey } from '../documentation.ts';
import { visible } from '../escape.ts';
import { type Box, sizes } from './boxes.ts';
import { monoWidth } from './text-width.ts';

// What the layout library is told: https://eclipse.dev/elk/reference/algorithms/org-eclipse-elk-layered.html

export const edgeLabel = { size: 10.5, height: 16 } as const;
/** Room between a label and its table, for the crow's foot. */
const footRoom = 24;

export interface KeyedEdge {
  readonly id: string;
  readonly key: DocForeignKey;
}

/**
 * Tables as nodes, foreign keys as edges from the table that is referred to. An edge ends beside the rows of its columns;
 * those that lead to the same columns leave from one point, so that the many links to `tenants` become one line with branches.
 */
export function elkGraph(
  boxes: ReadonlyMap<string, Box>,
  edges: readonly KeyedEdge[],
  layoutOptions: LayoutOptions,
): ElkNode {
  const ports = new Map([...boxes.keys()].map((id) => [id, new Map<string, ElkPort>()]));
  const port = (table: string, id: string, side: 'EAST' | 'WEST', y: number): string => {
    const name = `${table} ${id}`;
    const x = side === 'WEST' ? 0 : (boxes.get(table)?.width ?? 0);
    const shape = { id: name, x, y, width: 0, height: 0 };
    ports.get(table)?.set(name, { ...shape, layoutOptions: { 'elk.port.side': side } });
    return name;
  };
  const elkEdges = edges.map(({ id, key }): ElkExtendedEdge => {
    // The ends look different where a row may have no parent, and are told apart by their height.
    const lift = key.isRequired ? 0 : 7;
    const parentRow = rowY(boxes.get(key.to), key.references.at(-1)) + lift;
    const source = port(key.to, `${key.references.join()}+${lift}`, 'EAST', parentRow);
    const side = key.from === key.to ? 'EAST' : 'WEST';
    const target = port(key.from, key.name, side, rowY(boxes.get(key.from), key.columns.at(-1)));
    const width = monoWidth(visible(key.name), edgeLabel.size) + footRoom;
    const label = { text: key.name, width, height: edgeLabel.height };
    return {
      id,
      sources: [source],
      targets: [target],
      labels: [{ ...label, layoutOptions: { 'elk.edgeLabels.placement': 'HEAD' } }],
    };
  });
  const children = [...boxes].map(
    ([id, { width, height }]): ElkNode => ({
      id,
      width,
      height,
      ports: [...(ports.get(id)?.values() ?? [])],
      layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    }),
  );
  return { id: 'diagram', layoutOptions, children, edges: elkEdges };
}

/** The last column of a key is the telling one: the first of several is the tenant's. */
function rowY(box: Box | undefined, column: string | undefined): number {
  return box?.rows.find((row) => row.column.name === column)?.y ?? sizes.header / 2;
}
