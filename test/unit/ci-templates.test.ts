import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commands } from '../../src/cli/commands.ts';
import { formats } from '../../src/cli/format.ts';
import { validationRules } from '../../src/cli/validation-rules.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const yaml = (path: string) => parse(read(path), { strict: true, uniqueKeys: true });
const templates = ['action.yml', 'ci/azure-pipelines.yml', 'ci/github.yml', 'ci/gitlab.yml'] as const;
const guide = read('docs/ci.md');

describe.each(templates)('%s', (path) => {
  test('is YAML, and runs both commands with formats that exist', () => {
    expect(yaml(path)).toBeTypeOf('object');
    const text = read(path);
    expect(text).toMatch(/migrate check(?: --format|$)/m);
    expect(text).toMatch(/validate all --format/);
    const named = [...text.matchAll(/(migrate check|validate all) --format (\w+)/g)];
    expect(named.filter(([, , format]) => !formats.some((known) => known === format))).toEqual([]);
    const words = named.map(([, command = '']) => command);
    const known = commands.filter(({ findings }) => findings).map((command) => command.path.join(' '));
    expect(words.filter((command) => !known.includes(command))).toEqual([]);
  });
});

describe('action.yml', () => {
  const action = yaml('action.yml');

  test('is a composite action whose inputs are described, here and in the guide', () => {
    expect(action.runs.using).toBe('composite');
    for (const [name, input] of Object.entries<{ description: string; default: string }>(action.inputs)) {
      expect(input.description).not.toBe('');
      expect(guide).toContain(`| \`${name}\` | ${input.default === '' ? '' : `\`${input.default}\` `}|`);
    }
  });

  test('puts no input into the text of a script', () => {
    const scripts: string[] = action.runs.steps.flatMap((step: { run?: string }) => step.run ?? []);
    expect(scripts.length).toBe(1);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });
});

describe('docs/ci.md', () => {
  test('its examples are YAML and name what exists', () => {
    const examples = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => parse(text));
    expect(examples).toHaveLength(3);
    const [github, azure] = examples;
    const uses = github.jobs.database.steps.find(({ id }: { id?: string }) => id === 'database');
    expect(Object.keys(uses.with).filter((name) => !(name in yaml('action.yml').inputs))).toEqual([]);
    const known = yaml('ci/azure-pipelines.yml').parameters.map(({ name }: { name: string }) => name);
    const { parameters } = azure.steps.at(-1);
    expect(Object.keys(parameters).filter((name) => !known.includes(name))).toEqual([]);
    for (const path of templates) expect(guide).toContain(`\`${path}\``);
  });
});

test('every rule is in a table of the docs', () => {
  const pages = ['validate', 'validate-data', 'verify', 'lint']
    .map((name) => read(`docs/${name}.md`))
    .join('');
  const kinds =
    /^(?:missing|different|extra|disabled)-(?:table|column|primary-key|foreign-key|index|unique-constraint|check|default|comment)$/;
  const missing = validationRules.filter(({ id }) => !kinds.test(id) && !pages.includes(`\`${id}\``));
  expect(missing.map(({ id }) => id)).toEqual([]);
});
