// The colours of the diagram, in one place: as attributes they make the SVG readable by itself, as rules they follow the
// reader's preference for light or dark. Text on its ground has a contrast of 4.5 at least (WCAG AA).

type Pair = readonly [light: string, dark: string];

interface Paint {
  readonly fill?: Pair;
  readonly stroke?: Pair;
}

const ink: Pair = ['#1a2233', '#e7ebf3'];
const muted: Pair = ['#586377', '#9dabc0'];
const paper: Pair = ['#ffffff', '#171d27'];
const rule: Pair = ['#cfd6e1', '#364254'];
const red: Pair = ['#b42318', '#ff9d92'];
const amber: Pair = ['#8a4b00', '#f5c06a'];
const blue: Pair = ['#175cd3', '#8fb8ff'];

export const paints = {
  ground: { fill: ['#f5f7fa', '#0e131a'] },
  frame: { fill: paper, stroke: rule },
  name: { fill: ink },
  'name-weak': { fill: muted },
  type: { fill: muted },
  rule: { stroke: ['#e6eaf0', '#262f3d'] },
  'tenant-band': { fill: ['#d8f1ea', '#123a34'] },
  'tenant-title': { fill: ['#07443b', '#b4efe1'] },
  'tenant-tag': { fill: ['#0b6b5c', '#7fdcc7'] },
  'global-band': { fill: ['#e8e4fb', '#2c2657'] },
  'global-title': { fill: ['#35297a', '#dcd6ff'] },
  'global-tag': { fill: ['#5544b4', '#b9adff'] },
  key: { fill: ['#9a6200', '#f0b84a'] },
  link: { stroke: ['#4a6fa5', '#86b3ef'] },
  line: { stroke: ['#6d7f99', '#7f92ad'] },
  'line-tenant': { stroke: ['#a9b6c8', '#465468'] },
  ends: { stroke: ['#55667f', '#94a6bf'], fill: ['#f5f7fa', '#0e131a'] },
  label: { fill: muted },
  missing: { fill: red, stroke: red },
  extra: { fill: blue, stroke: blue },
  different: { fill: amber, stroke: amber },
  'missing-row': { fill: ['#fdeceb', '#3a1c1c'] },
  'extra-row': { fill: ['#e8f0fe', '#1a2a47'] },
  'different-row': { fill: ['#fdf1dc', '#392b12'] },
  'tag-ground': { fill: paper },
} as const satisfies Readonly<Record<string, Paint>>;

export type PaintName = keyof typeof paints;

/** The attributes of a paint in its light colours, and its class. `only` takes the fill or the stroke alone. */
export function painted(name: PaintName, only?: 'fill' | 'stroke'): string {
  const { fill, stroke }: Paint = paints[name];
  const isBoth = fill !== undefined && stroke !== undefined;
  const parts = [`class="${only !== undefined && isBoth ? `${name}-${only}` : name}"`];
  if (only !== 'stroke') parts.push(`fill="${fill?.[0] ?? 'none'}"`);
  else parts.push('fill="none"');
  if (stroke !== undefined && only !== 'fill') parts.push(`stroke="${stroke[0]}"`);
  return parts.join(' ');
}

/** One rule for each paint, below the selector of the diagram; `pick` writes the value of a pair. */
export function paintRules(selector: string, pick: (pair: Pair) => string): string {
  const entries: [string, Paint][] = Object.entries(paints);
  return entries
    .flatMap(([name, { fill, stroke }]) => {
      const filled = fill === undefined ? '' : `fill:${pick(fill)}`;
      const drawn = stroke === undefined ? '' : `stroke:${pick(stroke)}`;
      const rules = [`${selector} .${name}{${[filled, drawn].filter((part) => part !== '').join(';')}}`];
      if (filled !== '' && drawn !== '') {
        rules.push(`${selector} .${name}-fill{${filled}}`, `${selector} .${name}-stroke{${drawn}}`);
      }
      return rules;
    })
    .join('\n');
}
