import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { parseTarget } from '../../src/config/target.ts';
import { exitCodes } from '../../src/errors.ts';
import * as library from '../../src/index.ts';
import { cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { mssqlEngine, postgresEngine } from '../support/engines.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'README.md'), 'utf8');
const slow = 180_000;

/** Fenced blocks of one language. */
function blocks(language: string, text = page): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  );
}

function chapter(title: string): string {
  const [, rest = ''] = page.split(`\n## ${title}\n`);
  expect(rest).not.toBe('');
  return rest.split('\n## ', 1)[0] ?? '';
}

describe('README.md', () => {
  test(
    'shows what the command prints and what its help lists',
    () => {
      const check = spawnSync(process.execPath, ['scripts/readme.mjs', '--check'], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(check.stderr).toBe('');
      expect(check.status).toBe(0);
    },
    slow,
  );

  test('has the exit codes', () => {
    const codes = [...chapter('Exit codes').matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(Object.values(exitCodes));
  });

  test('links to files that exist', () => {
    const links = [...page.matchAll(/\]\((?!https:)([^)#]+)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  test('names scripts, aliases and exports that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    for (const [, script = ''] of page.matchAll(/\bnpm (?:run )?(start|test|readme)\b/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
    const aliases = commands.flatMap((command) => command.aliases ?? []);
    for (const [, alias = ''] of page.matchAll(/`(migrate:\w+)`/g)) expect(aliases).toContain(alias);
    const [imported = ''] = blocks('js', chapter('The library'));
    for (const [name] of (/\{(.*)\}/.exec(imported)?.[1] ?? '').matchAll(/\w+/g)) {
      expect(Object.keys(library)).toContain(name);
    }
  });
});

describe('the five lines', () => {
  const [block = ''] = blocks('sh', chapter('SQL Server in five lines'));
  const lines = block
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, ''));

  test('are five, and begin with a connection string', () => {
    expect(lines).toHaveLength(5);
    const url = /^export QUODSI_DB_URL='(.*)'$/.exec(lines[0] ?? '')?.[1] ?? '';
    expect(parseTarget(url, { cwd: root }).kind).toBe('mssql');
    expect(parseTarget('postgres://user:password@host:5432/database', { cwd: root }).kind).toBe('postgres');
    expect(page).toContain('`postgres://user:password@host:5432/database`');
  });

  for (const [name, engineOf] of [
    ['PostgreSQL', postgresEngine],
    ['SQL Server', mssqlEngine],
  ] as const) {
    const engine = engineOf();
    test.skipIf(engine === null)(
      `do on ${name} what they say`,
      async () => {
        const cwd = temporaryFolder();
        const database = await engine?.create(cwd);
        for (const line of lines.slice(1)) {
          const args = line.split(' ').slice(2);
          expect(line).toBe(`npx quodsi-db ${args.join(' ')}`);
          const result = await cli(args, { cwd, env: { QUODSI_DB_URL: database?.url ?? '' } });
          expect(result, result.stderr).toMatchObject({ exitCode: 0 });
          if (args.includes('--dry-run')) expect(await database?.tables()).toEqual([]);
        }
        expect(await database?.tables()).toEqual(['tenants', 'users']);
      },
      slow,
    );
  }
});

describe('the examples of migrations', () => {
  const text = chapter('Migrations');
  const examples = Object.fromEntries(
    ['ts', 'js', 'sql'].flatMap((language) =>
      blocks(language, text).map((block) => [
        /^(?:\/\/|--) (migrations\/\S+)/.exec(block)?.[1] ?? language,
        block,
      ]),
    ),
  );

  test(
    'run up and down, on top of the built-in ones as the page says',
    async () => {
      expect(text).toContain('cp -r node_modules/quodsi-db/migrations .');
      const cwd = temporaryFolder();
      const run = async (...args: string[]): Promise<string> => {
        const result = await cli(args, { cwd });
        expect(result, result.stderr).toMatchObject({ exitCode: 0 });
        return result.stdout;
      };
      await run('migrate', 'up');
      cpSync(join(root, 'migrations'), join(cwd, 'migrations'), { recursive: true });
      const names = Object.keys(examples).map((path) => path.replace(/^migrations\/|\.\w+$/g, ''));
      expect(names).toHaveLength(3);
      writeFiles(cwd, {
        ...examples,
        'migrations/20260204090000_outside.sql': '-- transaction: false\n-- up\nVACUUM projects;\n-- down\n',
      });
      const report = JSON.parse(await run('migrate', 'up', '--json'));
      expect(report.results.map(({ name }: { name: string }) => name)).toEqual([
        ...names,
        '20260204090000_outside',
      ]);
      await run('migrate', 'down', '--all', '--yes');
    },
    slow,
  );

  test('are written by make', async () => {
    const cwd = temporaryFolder();
    expect(text).toContain('`npx quodsi-db migrate make "create projects"`');
    for (const [flag, extension] of [
      ['', 'ts'],
      ['--js', 'js'],
      ['--sql', 'sql'],
    ] as const) {
      const args = ['migrate', 'make', 'create projects', flag].filter((word) => word !== '');
      const { stdout } = await cli(args, { cwd });
      expect(stdout).toMatch(new RegExp(`_create_projects\\.${extension}\\n$`));
    }
  });
});

test('help takes the whole path of a command, and the root lists them all', async () => {
  const { stdout, exitCode } = await cli(['help', 'migrate', 'lock', 'status'], { cwd: root });
  expect(stdout).toMatch(/^Usage: quodsi-db migrate lock status/);
  expect(exitCode).toBe(0);
  const all = await cli(['--help'], { cwd: root });
  for (const { path } of commands) expect(all.stdout).toMatch(new RegExp(`^  ${path.join(' ')}\\b`, 'm'));
});
