import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configSchema } from '../../src/config/options.ts';
import { parseTarget } from '../../src/config/target.ts';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

interface Node {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
}

/** One row of the table of keys for each key of the schema. */
function rowsOf(node: Node, prefix: string): string[] {
  const rows = Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const standard = child.default === undefined ? '' : `\`${JSON.stringify(child.default)}\` `;
    return [
      `| \`${prefix}${name}\` | ${standard}| ${child.description} |`,
      ...rowsOf(child, `${prefix}${name}.`),
    ];
  });
  const more = node.additionalProperties;
  return typeof more === 'object' ? [...rows, ...rowsOf(more, `${prefix}<name>.`)] : rows;
}

describe('docs/configuration.md', () => {
  const schema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Node;
  const rows = rowsOf(schema, '').filter((row) => !row.includes('$schema'));

  test('every key has a description', () => {
    expect(rows).toHaveLength(18);
    expect(rows.filter((row) => row.includes('undefined'))).toEqual([]);
  });

  test('the table has exactly the keys of the schema', () => {
    const [, table = ''] = page.split('| key | default | meaning |\n|---|---|---|\n');
    expect(table.split('\n\n')[0]?.split('\n')).toEqual(rows);
  });

  test('every form of connection string is accepted', () => {
    const [, table = ''] = page.split('| form | target |\n|---|---|\n');
    const forms = (table.split('\n\n')[0] ?? '')
      .split('\n')
      .map((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? '');
    expect(forms.length).toBeGreaterThan(10);
    for (const form of forms) expect(parseTarget(form, { cwd: '/' }).label).toBeTruthy();
  });
});
