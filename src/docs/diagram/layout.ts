import type { ElkNode, LayoutOptions } from 'elkjs/lib/elk.bundled.js';
import elk from 'elkjs/lib/elk.bundled.js';
import type { DocForeignKey, Documentation } from '../documentation.ts';
import { type Box, boxOf } from './boxes.ts';
import { elkGraph, type KeyedEdge } from './elk-graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Box, Point {}

/** A line from the table that is referred to, to the one that refers. */
export interface PlacedEdge {
  readonly key: DocForeignKey;
  readonly points: readonly Point[];
  /** The upper left corner of the room for its name. */
  readonly label: Point | undefined;
}

export interface Diagram {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly edges: readonly PlacedEdge[];
}

const common: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.edgeRouting': 'ORTHOGONAL',
  // Any constant: the same schema gives the same picture.
  'elk.randomSeed': '1',
  'elk.padding': '[top=40,left=40,bottom=40,right=40]',
  // About that of the pane beside the sections, and of a sheet of paper on its side. A long chain goes on in a second row.
  'elk.aspectRatio': '1.2',
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  'elk.spacing.componentComponent': '48',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '24',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '1',
  'elk.layered.spacing.nodeNodeBetweenLayers': '64',
  'elk.layered.spacing.edgeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
};

/** Up to so many tables the best placement costs a second or two; beyond, many times that of a simpler one. */
const manyTables = 80;
/** Beyond so many it is laid out once, however tall it becomes: a second layout would cost a minute. */
const veryManyTables = 250;
const tooTall = 1.8;

/** Places the tables and routes the foreign keys between them. The same document gives the same numbers. */
export async function layOut({ tables }: Documentation): Promise<Diagram> {
  const boxes = new Map(tables.map((table) => [table.id, boxOf(table)]));
  const edges = tables
    .flatMap((table) => table.foreignKeys)
    .filter(({ to }) => to !== '')
    .map((key, index) => ({ id: `edge-${index}`, key }));
  const options: LayoutOptions = {
    ...common,
    'elk.layered.nodePlacement.strategy': tables.length <= manyTables ? 'NETWORK_SIMPLEX' : 'BRANDES_KOEPF',
    'elk.layered.thoroughness': tables.length <= manyTables ? '7' : '2',
  };
  const first = await run(elkGraph(boxes, edges, options));
  const isTall = (first.height ?? 0) > tooTall * (first.width ?? 0);
  if (!isTall || tables.length < 8 || tables.length > veryManyTables) return placed(first, boxes, edges);
  // Where most tables refer to the same one they would all stand in one column.
  const bound = Math.ceil(Math.sqrt(tables.length * 1.2));
  const bounded: LayoutOptions = {
    ...options,
    'elk.layered.layering.strategy': 'COFFMAN_GRAHAM',
    'elk.layered.layering.coffmanGraham.layerBound': String(bound),
  };
  return placed(await run(elkGraph(boxes, edges, bounded)), boxes, edges);
}

async function run(graph: ElkNode): Promise<ElkNode> {
  return new elk.default().layout(graph);
}

function placed(root: ElkNode, boxes: ReadonlyMap<string, Box>, edges: readonly KeyedEdge[]): Diagram {
  const nodes = new Map(root.children?.map((node) => [node.id, node]));
  const routes = new Map(root.edges?.map((edge) => [edge.id, edge]));
  return {
    width: Math.ceil(root.width ?? 0),
    height: Math.ceil(root.height ?? 0),
    boxes: [...boxes].map(([id, box]) => ({ ...box, ...pointOf(nodes.get(id)) })),
    edges: edges.map(({ id, key }) => {
      const route = routes.get(id);
      const section = route?.sections?.[0];
      const label = route?.labels?.[0];
      return {
        key,
        points: section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [],
        label: label?.x === undefined ? undefined : pointOf(label),
      };
    }),
  };
}

function pointOf(shape: { readonly x?: number; readonly y?: number } | undefined): Point {
  return { x: shape?.x ?? 0, y: shape?.y ?? 0 };
}
