import type { DocTable, Documentation } from '../../docs/documentation.ts';
import { columns, count, type Style } from '../style.ts';

/** What a terminal shows beside a file, or in place of a page that nobody could read there. */
export function docsText(documentation: Documentation, output: string | undefined, style: Style): string {
  const { tables, subject, pending } = documentation;
  const sum = (number: (table: DocTable) => number) =>
    tables.reduce((total, table) => total + number(table), 0);
  const summary = `${subject}: ${count(tables.length, 'table')}, ${count(
    sum((table) => table.columns.length),
    'column',
  )}, ${count(
    sum((table) => table.foreignKeys.length),
    'foreign key',
  )}.`;
  const drift = driftText(documentation, style);
  const behind = pending.length === 0 ? [] : [style.warn(`Behind: ${pending.length} pending.`)];
  if (output !== undefined)
    return [`${style.good('✔')} ${output}  ${summary}`, ...behind, ...drift].join('\n');
  const rows = tables.map((table) => [
    table.label,
    table.scope === 'tenant' ? 'tenant-scoped' : 'global',
    count(table.columns.length, 'column'),
    stateText(table),
  ]);
  return [
    summary,
    ...behind,
    ...drift,
    ...(rows.length === 0 ? [] : ['', columns(rows)]),
    '',
    style.dim('The page with the diagram: quodsi-db schema docs --output schema.html'),
  ].join('\n');
}

function driftText({ isCompared, driftCount }: Documentation, style: Style): string[] {
  if (!isCompared) return [];
  return [driftCount === 0 ? 'No drift.' : style.warn(`${count(driftCount, 'difference')} marked.`)];
}

function stateText({ state, driftCount }: DocTable): string {
  if (state === 'missing') return 'missing';
  if (state === 'extra') return 'not declared';
  return driftCount === 0 ? '' : count(driftCount, 'difference');
}
