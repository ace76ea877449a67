import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { parseCommandLine, withVariables } from '../../src/cli/program.ts';
import { checkNames } from '../../src/cli/seed/check-names.ts';
import { jobOfFlags, mannerOf } from '../../src/cli/seed/job.ts';
import {
  parseList,
  parseMix,
  parseMoment,
  parseShare,
  parseWhole,
  showMix,
  showMoment,
} from '../../src/cli/seed/parse-seed.ts';
import { planFields } from '../../src/cli/seed/plan-fields.ts';
import { checkPlan } from '../../src/seed/generate/check-plan.ts';
import { defaultPlan } from '../../src/seed/generate/plan.ts';

const page = readFileSync(new URL('../../docs/seeding.md', import.meta.url), 'utf8');

const job = (options: Readonly<Record<string, unknown>>, names: readonly string[] = []) =>
  jobOfFlags(names, options, () => defaultPlan);

describe('values of flags', () => {
  it('mixes', () => {
    expect(parseMix('trial=1,starter=2.5')).toEqual({ trial: 1, starter: 2.5 });
    expect(parseMix(' trial , starter = 0 ')).toEqual({ trial: 1, starter: 0 });
    expect(showMix(parseMix('a=1,b=0.5'))).toBe('a=1,b=0.5');
    for (const text of [
      '',
      'trial=',
      '=1',
      'trial=-1',
      'trial=1,,starter=1',
      'a=1,a=2',
      'a=0',
      'a=1e9',
      'a=b=1',
    ]) {
      expect(() => parseMix(text), text).toThrow(/trial=1,starter=2/);
    }
  });

  it('shares', () => {
    expect(['0', '1', '0.05', '5%', '7 %', '100%'].map(parseShare)).toEqual([0, 1, 0.05, 0.05, 0.07, 1]);
    for (const text of ['', '1.1', '101%', '-0.1', 'some', '5 percent'])
      expect(() => parseShare(text), text).toThrow(/0 to 1/);
  });

  it('lists', () => {
    expect(parseList('en, de')).toEqual(['en', 'de']);
    for (const text of ['', 'en,', 'en,en']) expect(() => parseList(text), text).toThrow(/each once/);
  });

  it('days and moments', () => {
    for (const text of ['2026-01-31', '2026-01-31T12:00:00Z', '2026-01-31T12:00:30.250Z'])
      expect(showMoment(parseMoment(text))).toBe(text);
    for (const text of ['', '2026', '2026-02-30', '2026-13-01', '31.1.2026', '2026-01-31T12:00', 'today'])
      expect(() => parseMoment(text), text).toThrow(/UTC/);
  });

  it('whole numbers', () => {
    expect(['0', '7', '10'].map(parseWhole(10))).toEqual([0, 7, 10]);
    for (const text of ['', '11', '-1', '1.5', '1e1', 'x', '99999999999999999999'])
      expect(() => parseWhole(10)(text), text).toThrow(/from 0 to 10/);
  });

  it('what a plan says is shown as its flag takes it', () => {
    for (const { key, put, show } of planFields)
      expect(put({ ...defaultPlan, [key]: undefined }, show(defaultPlan))).toEqual(defaultPlan);
  });

  it('an unknown name is refused with the nearest', () => {
    const wrong = { ...defaultPlan, plans: { tiral: 1 } };
    expect(() => checkNames(wrong)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: '--plans: there is no plan "tiral"',
        hint: expect.stringContaining('Did you mean trial?'),
      }),
    );
    expect(() => checkNames({ ...defaultPlan, userStatuses: { gone: 1 } })).toThrow(/--user-statuses/);
    expect(() => checkNames({ ...defaultPlan, tenantStatuses: { invited: 1 } })).toThrow(/--tenant-statuses/);
  });
});

describe('flags of seed run', () => {
  it('one way to write is chosen', () => {
    expect(job({})).toBeNull();
    expect(job({ dryRun: true })).toBeNull();
    expect(job({ set: 'demo' })).toEqual({ kind: 'demo' });
    expect(job({ tenants: 3 })).toEqual({ kind: 'generated', plan: { ...defaultPlan, tenants: 3 } });
    expect(job({ usersPerTenant: 0 })).toEqual({
      kind: 'generated',
      plan: { ...defaultPlan, usersPerTenant: 0 },
    });
    expect(job({}, ['a', 'b'])).toEqual({ kind: 'scripts', names: ['a', 'b'], force: false });
    expect(job({ force: true }, ['a'])).toEqual({ kind: 'scripts', names: ['a'], force: true });
    expect(job({ file: 'a.csv', into: 'users', skipInvalid: true, rejects: 'r.csv', maxErrors: 3 })).toEqual({
      kind: 'file',
      path: 'a.csv',
      table: 'users',
      skipInvalid: true,
      rejects: 'r.csv',
      maxErrors: 3,
    });
    expect(mannerOf({ commitEvery: 5 })).toEqual({ dryRun: false, commitEvery: 5 });
  });

  it.each<[options: Readonly<Record<string, unknown>>, names: readonly string[], message: RegExp]>([
    [{ set: 'demo', tenants: 3 }, [], /--set and --tenants exclude each other/],
    [{ set: 'demo', file: 'a.csv' }, [], /--set and --file exclude/],
    [{ file: 'a.csv', tenants: 3 }, [], /--tenants and --file exclude/],
    [{ file: 'a.csv', locales: ['en'] }, [], /--locales and --file exclude/],
    [{ set: 'demo' }, ['one'], /a seed file by name and --set exclude/],
    [{ randomSeed: 0 }, ['one'], /a seed file by name and --random-seed exclude/],
    [{ force: true, tenants: 1 }, [], /--force and --tenants exclude/],
    [{ skipInvalid: true }, [], /--skip-invalid needs --file/],
    [{ into: 'users' }, [], /--into needs --file/],
    [{ maxErrors: 1 }, [], /--max-errors needs --file/],
    [{ file: 'a.csv', rejects: 'r.csv' }, [], /--rejects goes with --skip-invalid/],
    [{ tenants: 3, commitEvery: 10, dryRun: true }, [], /--dry-run and --commit-every exclude/],
    [{ commitEvery: 10 }, [], /--commit-every goes with/],
    [{ set: 'demo', commitEvery: 10 }, [], /--commit-every goes with/],
    [{ commitEvery: 10 }, ['one'], /--commit-every goes with/],
  ])('%j %j is refused', (options, names, message) => {
    expect(() => job(options, names)).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        exitCode: 64,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/\w/),
      }),
    );
  });

  it('every flag is one that the job knows', () => {
    const run = commands.find(({ path }) => path.join(' ') === 'seed run');
    const keys = (run?.options ?? []).map(({ flags }) =>
      (/^--([\w-]+)/.exec(flags)?.[1] ?? '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    const known = [
      'force',
      'set',
      'file',
      'into',
      'skipInvalid',
      'rejects',
      'maxErrors',
      'commitEvery',
      'dryRun',
      'lockTimeout',
      'statementTimeout',
      'statementLockTimeout',
    ];
    expect(keys.toSorted()).toEqual([...known, ...planFields.map(({ key }) => key)].toSorted());
  });
});

describe('docs/seeding.md', () => {
  const chapter = page.split('\n## By flags\n')[1]?.split('\n## ', 1)[0] ?? '';
  const options = commands.find(({ path }) => path.join(' ') === 'seed run')?.options ?? [];

  it('lists every flag, and what holds without it', () => {
    const rows = [...chapter.matchAll(/^\| `(--[^`]+)` \| (.*?) \|/gm)].map(([, flags = '', usual = '']) => ({
      flags,
      usual,
    }));
    expect(rows.map(({ flags }) => flags).toSorted()).toEqual(options.map(({ flags }) => flags).toSorted());
    for (const { option, show } of planFields) {
      const usual = rows.find(({ flags }) => flags === option.flags)?.usual.replaceAll('`', '');
      if (usual !== 'all') expect(usual).toBe(show(defaultPlan));
    }
    expect(page).toContain(`names come from: ${defaultPlan.locales.join(', ')} |`);
  });

  it('has examples that are understood', () => {
    const lines = [...chapter.matchAll(/^npx quodsi-db (seed run.*)$/gm)].map(([, line = '']) =>
      line.replace(/\s+#.*$/, '').split(' '),
    );
    expect(lines.length).toBeGreaterThan(6);
    for (const argv of lines) {
      const line = parseCommandLine(argv, '0');
      if (!('program' in line)) throw new Error(`not understood: ${argv.join(' ')}`);
      const invocation = withVariables(line, {});
      const asked = jobOfFlags(invocation.args, invocation.options, () => defaultPlan);
      if (asked?.kind === 'generated') {
        checkNames(asked.plan);
        checkPlan(asked.plan);
      }
    }
  });
});
