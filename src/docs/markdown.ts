import type {
  DocColumn,
  DocForeignKey,
  DocIndex,
  DocKey,
  DocTable,
  Documentation,
  Documented,
} from './documentation.ts';
import { visible } from './escape.ts';
import { mermaidDiagram } from './mermaid.ts';

/** Headings, tables and a Mermaid block, as GitHub, GitLab and Azure DevOps show them. */
export function markdownPage(documentation: Documentation): string {
  const { title, subject, tables, others, madeAt } = documentation;
  return [
    `# ${inline(title)}`,
    `${inline(subject)}.${madeAt === '' ? '' : ` Made ${inline(madeAt)}.`}`,
    ...verdict(documentation),
    ...(tables.length === 0 ? ['The schema has no tables.'] : [index(tables)]),
    ...(tables.length === 0 ? [] : ['## Diagram', `\`\`\`mermaid\n${mermaidDiagram(documentation)}\n\`\`\``]),
    ...tables.flatMap(section),
    ...(others.length === 0
      ? []
      : [
          '## Other objects',
          table(
            ['kind', 'name', ...(documentation.isCompared ? ['drift'] : [])],
            others.map((other) => [
              inline(other.kind),
              code(other.label),
              ...(documentation.isCompared ? [mark(other)] : []),
            ]),
          ),
        ]),
  ].join('\n\n');
}

function verdict({ isCompared, driftCount, pending }: Documentation): string[] {
  if (!isCompared) return [];
  const differ = `${driftCount} difference${driftCount === 1 ? '' : 's'}`;
  if (pending.length > 0)
    return [`**Behind: ${pending.length} pending** (${pending.map(code).join(', ')}), ${differ}.`];
  return [driftCount === 0 ? '**No drift:** the database is as declared.' : `**Drift: ${differ}.**`];
}

function index(tables: readonly DocTable[]): string {
  const hasDrift = tables.some(({ driftCount }) => driftCount > 0);
  return table(
    ['table', 'scope', 'columns', 'description', ...(hasDrift ? ['drift'] : [])],
    tables.map((item) => [
      link(item.id, item.label),
      item.scope === 'tenant' ? 'tenant-scoped' : 'global',
      String(item.columns.length),
      inline(item.description),
      ...(hasDrift ? [mark(item, item.driftCount)] : []),
    ]),
  );
}

function section(item: DocTable): string[] {
  const { id, label, description, scope, columns, keys, indexes, checks, foreignKeys, referencedBy } = item;
  return [
    `<a id="${id}"></a>\n\n## ${inline(label)}`,
    [
      scope === 'tenant' ? 'Tenant-scoped.' : 'Global.',
      ...(description === '' ? [] : [inline(description)]),
      ...(item.state === 'same' ? [] : [mark(item)]),
    ].join(' '),
    columnTable(columns),
    ...list('Keys', keys, keyText),
    ...list('Indexes', indexes, indexText),
    ...list('Checks', checks, (check) => code(check.expression) + words(check.properties)),
    ...list('Foreign keys', foreignKeys, foreignKeyText),
    ...list('Referenced by', referencedBy, referenceText),
  ];
}

function columnTable(columns: readonly DocColumn[]): string {
  const hasDrift = columns.some(({ state }) => state !== 'same');
  return table(
    ['column', 'type', 'null', 'default', 'key', 'description', ...(hasDrift ? ['drift'] : [])],
    columns.map((column) => [
      code(column.name),
      code(column.type),
      column.nullable ? 'yes' : 'no',
      column.value === '' ? '' : code(column.value),
      [
        ...(column.isPrimaryKey ? ['PK'] : []),
        ...(column.isForeignKey ? ['FK'] : []),
        ...(column.isUnique && !column.isPrimaryKey ? ['unique'] : []),
      ].join(', '),
      inline(column.description),
      ...(hasDrift ? [mark(column)] : []),
    ]),
  );
}

const keyText = (key: DocKey) =>
  `${key.kind} (${codes(key.columns)})${including(key.include)}${words(key.properties)}`;

const indexText = (item: DocIndex) =>
  `(${codes(item.columns)})${including(item.include)}${item.filter === '' ? '' : ` where ${code(item.filter)}`}${words(item.properties)}`;

const foreignKeyText = (key: DocForeignKey) =>
  `(${codes(key.columns)}) → ${link(key.to, key.toLabel)} (${codes(key.references)})${words(key.properties)}`;

const referenceText = (key: DocForeignKey) =>
  `${link(key.from, key.fromLabel)} (${codes(key.columns)}) → (${codes(key.references)})${words(key.properties)}`;

function list<T extends Documented>(title: string, items: readonly T[], text: (item: T) => string): string[] {
  if (items.length === 0) return [];
  const lines = items.map((item) => {
    const drift = item.state === 'same' ? '' : ` ${mark(item)}`;
    return `- ${code(item.name)}: ${text(item)}${drift}`;
  });
  return [`### ${title}`, lines.join('\n')];
}

const codes = (names: readonly string[]) => names.map(code).join(', ');
const including = (columns: readonly string[]) =>
  columns.length === 0 ? '' : ` include (${codes(columns)})`;
const words = (properties: readonly string[]) =>
  properties.map((property) => `, ${inline(property)}`).join('');

const driftWords = { missing: 'missing', extra: 'not declared', different: 'different' } as const;

/** How an object stands to its declaration; for a table with `count`, how much in it differs. */
function mark({ state, differences }: Documented, count = 0): string {
  if (state === 'same') return count === 0 ? '' : `**${count} different**`;
  const facts = differences.map(
    ({ fact, declared, actual, unsure }) =>
      `${fact}: declared ${code(declared)}, in the database ${code(actual)}${unsure ? ' (not certain)' : ''}`,
  );
  return `**${driftWords[state]}**${facts.length === 0 ? '' : ` (${facts.join('; ')})`}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const link = (id: string, label: string) => (id === '' ? code(label) : `[${inline(label)}](#${id})`);

/** Text on one line in which nothing is markup. */
function inline(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim())
    .replace(/[\\`*_{}[\]()#+!|~$@]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\b(https?|ftp|mailto):|\bwww\./gi, (start) => start.replace(/[:.]$/, '\\$&'));
}

/** A span of code; its fence is longer than any run of backticks in it. A pipe would end the cell of a table even there. */
function code(text: string): string {
  const line = visible(text.replace(/\s+/g, ' ').trim()).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 || line === '' ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}
