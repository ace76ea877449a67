import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { validationRules } from '../../src/cli/validation-rules.ts';
import { lintRules, migrationLintRules } from '../../src/lint/rules.ts';
import type { Dialect } from '../../src/target.ts';
import { lint } from '../support/lint.ts';
import type { LintCase, RuleCases } from './lint-cases/case.ts';
import { columnCases } from './lint-cases/columns.ts';
import { constraintCases } from './lint-cases/constraints.ts';
import { droppingCases } from './lint-cases/dropping.ts';
import { indexCases } from './lint-cases/indexes.ts';
import { knexCases } from './lint-cases/knex.ts';
import { migrationCases } from './lint-cases/migration.ts';
import { rowsInTheWayCases } from './lint-cases/rows-in-the-way.ts';
import { runningApplicationCases } from './lint-cases/running-application.ts';
import { tenancyCases } from './lint-cases/tenancy.ts';

const cases: Readonly<Record<string, RuleCases>> = {
  ...droppingCases,
  ...columnCases,
  ...rowsInTheWayCases,
  ...constraintCases,
  ...indexCases,
  ...runningApplicationCases,
  ...tenancyCases,
  ...migrationCases,
  ...knexCases,
};

const everyRun = (list: readonly LintCase[]) =>
  list.flatMap((each) =>
    (each.engine === undefined ? (['mssql', 'postgres'] as const) : [each.engine]).map((dialect) => ({
      ...each,
      dialect,
    })),
  );

describe.each(Object.entries(cases))('%s', (rule, { fires, quiet }) => {
  const told = async (dialect: Dialect, each: LintCase) =>
    (await lint([dialect], each)).filter((finding) => finding.rule === rule);

  test.each(everyRun(fires))('finds: $name ($dialect)', async (each) => {
    const messages = (await told(each.dialect, each)).map(({ message }) => message);
    expect(messages.filter((message) => message.includes(each.message ?? '?'))).toHaveLength(1);
  });

  test.each(everyRun(quiet))('leaves alone: $name ($dialect)', async (each) => {
    expect(await told(each.dialect, each)).toEqual([]);
  });
});

describe('every rule', () => {
  const ids = lintRules.map(({ id }) => id);

  test('has cases that fire and cases that do not', () => {
    // A comment is looked at by itself, in another file.
    const looked = ids.filter((id) => id !== 'unknown-disabled-rule');
    expect(Object.keys(cases).sort()).toEqual(looked.sort());
    for (const { fires, quiet } of Object.values(cases)) {
      expect(fires.length).toBeGreaterThan(0);
      expect(quiet.length).toBeGreaterThan(0);
    }
  });

  test('of migrations has a file of its name', () => {
    const files = readdirSync('src/lint/rules').map((name) => name.replace(/\.ts$/, ''));
    expect(files.sort()).toEqual(migrationLintRules.map(({ id }) => id).sort());
  });

  test('is known to the config once', () => {
    const known = validationRules.map(({ id }) => id);
    expect(known.filter((id, index) => known.indexOf(id) !== index)).toEqual([]);
    expect(known).toEqual(expect.arrayContaining(ids));
  });

  test('is in the documentation with its severity, and nothing else is', () => {
    const page = readFileSync('docs/lint.md', 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (error|warning|info) \|/gm)].map(
      ([, id, severity]) => ({
        id,
        severity,
      }),
    );
    expect(rows).toEqual(lintRules.map(({ id, severity }) => ({ id, severity })));
  });
});
