import type { DocTable, Documentation } from '../documentation.ts';
import { driftChip } from './drift-text.ts';
import { chip, counted, text } from './element.ts';
import { icon } from './icons.ts';

/** What the document begins with: how large the schema is, whether it is as declared, and the list of its tables. */
export function overview(documentation: Documentation): string {
  const { tables, others, madeAt } = documentation;
  return [
    '<section id="overview" aria-label="Overview">',
    statistics(documentation),
    verdict(documentation),
    tables.length === 0 ? '<p class="note">The schema has no tables.</p>' : tableIndex(tables),
    legend(documentation),
    others.length === 0 ? '' : otherObjects(documentation),
    madeAt === '' ? '' : `<p class="weak made">Made ${text(madeAt)}.</p>`,
    '</section>',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function statistics({ tables }: Documentation): string {
  const sum = (count: (table: DocTable) => number) =>
    tables.reduce((total, table) => total + count(table), 0);
  const figures = [
    [tables.length, tables.length === 1 ? 'table' : 'tables'],
    [sum((table) => table.columns.length), 'columns'],
    [sum((table) => table.foreignKeys.length), 'foreign keys'],
    [sum((table) => table.indexes.length), 'indexes'],
    [sum((table) => table.checks.length), 'checks'],
  ] as const;
  const items = figures.map(([number, noun]) => `<div><dd>${number}</dd><dt>${noun}</dt></div>`);
  return `<dl class="figures">${items.join('')}</dl>`;
}

function verdict({ isCompared, driftCount, pending }: Documentation): string {
  if (!isCompared) return '';
  if (pending.length > 0) {
    const differs = driftCount === 0 ? 'nothing differs yet' : counted(driftCount, 'difference');
    return `<div class="note different"><strong>Behind: ${counted(pending.length, 'migration')} pending</strong>, ${differs}. What is marked may come with them.<ul>${pending.map((name) => `<li><code>${text(name)}</code></li>`).join('')}</ul></div>`;
  }
  return driftCount === 0
    ? '<p class="note good"><strong>No drift:</strong> the database is as declared.</p>'
    : `<p class="note different"><strong>Drift: ${counted(driftCount, 'difference')}</strong> between the database and its declaration, marked below and in the diagram.</p>`;
}

function tableIndex(tables: readonly DocTable[]): string {
  const items = tables.map((table) => {
    const count = table.driftCount === 0 ? '' : ` ${chip('drift different', String(table.driftCount))}`;
    const mark = table.state === 'missing' || table.state === 'extra' ? driftChip(table.state) : count;
    const scope = table.scope === 'tenant' ? 'tenant-scoped' : 'global';
    return `<li><span class="dot ${table.scope}" role="img" aria-label="${scope}"></span><a href="#${table.id}">${text(table.label)}</a>${mark}</li>`;
  });
  return `<nav aria-label="Tables"><h2>Tables</h2><ul class="index">${items.join('\n')}</ul></nav>`;
}

function legend({ isCompared }: Documentation): string {
  const items = [
    `${chip('tenant', 'tenant-scoped')} each row belongs to one tenant`,
    `${chip('global', 'global')} one table for the whole platform`,
    `${icon('key')} primary key`,
    `${icon('link')} foreign key`,
    `${end('one')} exactly one`,
    `${end('optional')} none or one`,
    `${end('many')} any number`,
    ...(isCompared
      ? [
          `${chip('drift missing', '− missing')} declared, not in the database`,
          `${chip('drift extra', '+ not declared')} only in the database`,
          `${chip('drift different', '≠ different')} not as declared`,
        ]
      : []),
  ];
  return `<details class="legend"><summary>How to read the diagram</summary><ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul></details>`;
}

/** The end of a line, as the diagram draws it. */
function end(kind: 'one' | 'optional' | 'many'): string {
  const signs = {
    one: '<path d="M18 1v10M22 1v10"/>',
    optional: '<path d="M22 1v10"/><circle cx="15.5" cy="6" r="3.4"/>',
    many: '<path d="M28 0 17 6l11 6"/><circle cx="13.5" cy="6" r="3.4"/>',
  } as const;
  return `<svg class="end" viewBox="0 0 28 12" width="28" height="12" aria-hidden="true"><path d="M0 6h28"/>${signs[kind]}</svg>`;
}

function otherObjects({ others }: Documentation): string {
  const items = others.map(
    ({ kind, label, state }) =>
      `<li><span class="weak">${text(kind)}</span> <code>${text(label)}</code>${driftChip(state)}</li>`,
  );
  return `<details class="others"><summary>${counted(others.length, 'other object')}</summary><ul>${items.join('\n')}</ul></details>`;
}
