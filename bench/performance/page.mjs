// The figures as Markdown, whose columns are aligned for a terminal too. The same results give the same text.
import { median } from './median.mjs';

const BEGIN = '<!-- figures: from node bench/performance.mjs -->';
const END = '<!-- end of figures -->';
const NONE = '–';

/** All tables of the results, with what they were measured on. */
export function figuresText({ environment, ways, figures, status, others = [] }) {
  const { node, postgres, platform, processors, rounds, migrations, latency, large, atOnce } = environment;
  const of = (way, figure) => median(figures[way.id][figure]);
  const base = (figure) => of(ways[0], figure);
  const timed = (figure) => (way) => {
    const time = of(way, figure);
    return time === undefined ? [NONE, NONE] : [duration(time), (time / base(figure)).toFixed(2)];
  };
  const number = (figure) => (way) => [String(figures[way.id][figure] ?? NONE)];
  const rows = (...cells) =>
    ways
      .map((way) => [way.name, ...cells.flatMap((cell) => cell(way))])
      .filter(([, ...row]) => row.some((cell) => cell !== NONE));
  const away = `${latency} ms each way`;
  const migrating = ['', 'loopback', '×', 'round trips', away, '×'];
  const sections = [
    '![What quodsi-db and others take](performance.svg)',
    `Node.js ${node}, PostgreSQL ${postgres}, ${platform} with ${processors} processors, median of ${rounds} rounds.`,
    heading('Start-up', ['', '`--version`', '×', '`--help`', '×'], rows(timed('version'), timed('help'))),
    heading(
      `${migrations} migrations of five statements`,
      ['', 'version', 'a transaction holds', ...migrating.slice(1)],
      rows(
        ({ release, transaction }) => [release, transaction === 'run' ? 'the run' : 'a migration'],
        timed('up'),
        number('upTrips'),
        timed('slowUp'),
      ),
    ),
    heading(
      `Nothing to do, ${migrations} applied`,
      migrating,
      rows(timed('noop'), number('noopTrips'), timed('slowNoop')),
    ),
    heading(
      `${atOnce} runs at once on an empty database: how many fail`,
      ['', 'loopback', away],
      rows(
        (way) => [range(figures[way.id].failed)],
        (way) => [range(figures[way.id].slowFailed)],
      ),
    ),
  ];
  if (large > 0) {
    sections.push(
      heading(
        `${large} migrations, and nothing to do after them (one round)`,
        ['', 'migrating', '×', 'nothing to do', '×'],
        rows(timed('largeUp'), timed('largeNoop')),
      ),
    );
  }
  if (status !== undefined) sections.push(statusText(status));
  for (const { command, output } of others)
    sections.push(`### \`${command}\`\n\n\`\`\`text\n${output}\n\`\`\``);
  return sections.join('\n\n');
}

function statusText([few, many]) {
  const [first, second] = [few, many].map(({ times }) => median(times));
  const growth = ((second - first) / (many.count - few.count)) * 100;
  return `\`migrate status\` takes ${duration(first)} with ${few.count} applied and ${duration(second)} with ${many.count}: ${growth.toFixed(1)} ms for each hundred more.`;
}

/** The page with these figures in the place of those that it has. */
export function withFigures(page, text) {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n${text}\n${page.slice(end)}`;
}

/** Milliseconds below ten seconds, seconds from there on. */
export function duration(time) {
  return time < 10_000 ? `${time.toFixed(0)} ms` : `${(time / 1000).toFixed(1)} s`;
}

/** `2–4` of different numbers, `7` of equal ones. */
export function range(values = []) {
  if (values.length === 0) return NONE;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least}–${most}`;
}

function heading(title, head, rows) {
  const lines = [head, ...rows];
  const widths = Array.from(head.keys(), (column) => Math.max(3, ...lines.map((row) => row[column].length)));
  const line = (cells) => {
    const padded = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
    );
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [`### ${title}`, '', line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}
