// The figures as bars, one panel for each measure, shortest first. The same results give the same drawing.
import { median } from './median.mjs';
import { duration, range } from './page.mjs';

const WIDTH = 960;
const PANEL = 460;
const GAP = WIDTH - 2 * PANEL;
const NAME = 175;
const ROW = 20;
const TITLE = 34;
/** Room beside the longest bar for what it says. */
const VALUE = 120;

const STYLE = `
text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 13px; }
.note { fill: #59636e; }
.ground { fill: #ffffff; }
.peer { fill: #afb8c1; }
.base { fill: #6e7781; }
.own { fill: #0969da; }
.own-name { font-weight: 600; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.note { fill: #9198a1; }
.ground { fill: #0d1117; }
.peer { fill: #4a525c; }
.base { fill: #848d97; }
.own { fill: #4493f8; }
}
`;

/** An SVG of the results. */
export function chart({ environment, ways, figures }) {
  const { migrations, latency, atOnce } = environment;
  const times = (title, figure) => {
    const base = median(figures[ways[0].id][figure]);
    const bars = ways.flatMap((way) => {
      const value = median(figures[way.id][figure]);
      if (value === undefined) return [];
      return [{ way, value, text: `${duration(value)} · ×${(value / base).toFixed(2)}` }];
    });
    return { title, bars };
  };
  const failures = (title, figure) => ({
    title,
    bars: ways.flatMap((way) => {
      const values = figures[way.id][figure];
      return values === undefined ? [] : [{ way, value: Math.max(...values), text: range(values) }];
    }),
    most: atOnce,
  });
  const panels = [
    times('Start-up: --version', 'version'),
    times('Start-up: --help', 'help'),
    times(`${migrations} migrations`, 'up'),
    times(`${migrations} migrations, ${latency} ms each way`, 'slowUp'),
    times(`Nothing to do, ${migrations} applied`, 'noop'),
    times(`Nothing to do, ${latency} ms each way`, 'slowNoop'),
    failures(`${atOnce} runs at once: how many fail`, 'failed'),
    failures(`${atOnce} runs at once, ${latency} ms each way`, 'slowFailed'),
  ].filter(({ bars }) => bars.length > 0);
  const height = TITLE + ways.length * ROW + 16;
  const top = 52;
  const drawn = panels.map((each, index) =>
    panel(each, (index % 2) * (PANEL + GAP), top + Math.floor(index / 2) * height),
  );
  const total = top + Math.ceil(panels.length / 2) * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 0 ${WIDTH + 40} ${total}" width="${WIDTH + 40}" height="${total}" role="img" aria-label="What quodsi-db and others take">
<style>${STYLE}</style>
<rect class="ground" x="-20" width="${WIDTH + 40}" height="${total}"/>
${text(0, 26, 'Whole processes, on one PostgreSQL, in one run', 'title')}
${text(0, 43, 'Time, and how many times that of a bare Node.js program; shorter is better', 'note')}
${drawn.join('\n')}
</svg>
`;
}

function panel({ title, bars, most = Math.max(...bars.map(({ value }) => value)) }, left, top) {
  const room = PANEL - NAME - VALUE;
  // What is equal stays in the order of the ways: sorting is stable.
  const lines = bars
    .toSorted((a, b) => a.value - b.value)
    .map(({ way, value, text: label }, index) => {
      const y = top + TITLE + index * ROW;
      const width = (value / most) * room;
      const kind = way.id.startsWith('quodsi-db') ? 'own' : way.id.startsWith('bare') ? 'base' : 'peer';
      return [
        text(left, y + 4, way.name, kind === 'own' ? 'own-name' : undefined),
        `<rect class="${kind}" x="${left + NAME}" y="${y - 7}" width="${width.toFixed(1)}" height="14" rx="2"/>`,
        text((left + NAME + width + 6).toFixed(1), y + 4, label, 'note'),
      ].join('\n');
    });
  return [text(left, top + 14, title, 'title'), ...lines].join('\n');
}

function text(x, y, content, kind) {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}"${kind ? ` class="${kind}"` : ''}>${escaped}</text>`;
}
