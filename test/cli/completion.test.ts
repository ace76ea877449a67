import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quoteForBash } from '../../src/cli/completion/bash-line.ts';
import { bin, cli, temporaryFolder, writeFiles } from '../support/cli.ts';
import { hasTerminal, programOnTerminal, type Step } from '../support/terminal.ts';

const odd = `20260102_it's "odd" $(touch ran) \`touch ran\` [x] a;b&c ~ !1 #{y}`;
const names = ['20260101_plain', odd, '20260103_größe:x=1'];

/**
 * A project with names that a shell could act on, and a `quodsi-db` in the PATH that completes like the real one and
 * otherwise tells its arguments.
 */
function project(): { cwd: string; env: Record<string, string> } {
  const cwd = temporaryFolder();
  writeFiles(cwd, {
    ...Object.fromEntries(names.map((name) => [`migrations/${name}.sql`, '-- up\n-- down\n'])),
    'quodsi-db.config.mjs': "export default { environments: { 'my staging': {}, production: {} } };",
    'a folder/file.json': '{}',
    'seeds/demo projects.ts': 'export async function seed() {}',
    'bin/quodsi-db': `#!/bin/sh
case $1 in __complete | completion) exec '${process.execPath}' '${bin}' "$@" ;; esac
for each in "$@"; do printf 'ARG<%s>\\n' "$each"; done
echo TOLD
`,
  });
  chmodSync(join(cwd, 'bin/quodsi-db'), 0o755);
  const env = {
    PATH: `${join(cwd, 'bin')}:${process.env.PATH}`,
    HOME: cwd,
    PS1: 'READY> ',
    LC_ALL: 'C.UTF-8',
  };
  return { cwd, env };
}

interface Shell {
  readonly name: string;
  readonly command: readonly string[];
  /** What turns completion on. */
  readonly start: string;
}

const shells: readonly Shell[] = [
  {
    name: 'bash',
    command: ['--norc', '--noprofile', '-i'],
    start: 'eval "$(quodsi-db completion bash)"',
  },
  {
    name: 'zsh',
    command: ['-f', '-i'],
    start:
      'PS1="READY> "; unsetopt beep; autoload -U compinit; compinit -D; eval "$(quodsi-db completion zsh)"',
  },
  {
    name: 'fish',
    command: ['--no-config', '-i'],
    start: 'quodsi-db completion fish | source',
  },
];

const terminal = hasTerminal();

/** The path of a shell; null, and a loud line, where it is not installed. */
function pathOf(name: string): string | null {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
  if (stdout.trim() !== '') return stdout.trim();
  process.stderr.write(`\n!! there is no ${name} here: the tests of completion in it are skipped\n\n`);
  return null;
}

for (const { name, command, start } of shells) {
  const path = pathOf(name);
  describe.skipIf(path === null || !terminal)(`completion in ${name}`, () => {
    /** Types lines in which \t is the Tab key; resolves to the arguments that each line called the command with. */
    async function typed(lines: readonly string[]): Promise<{ told: string[][]; cwd: string }> {
      const { cwd, env } = project();
      // The first line is typed as soon as anything is shown; each further one when the one before has been run.
      const steps: Step[] = [
        { see: '', type: `${start}; echo TO''LD\n` },
        ...[...lines, 'exit'].map((line) => ({ see: 'TOLD', type: `${line}\n` })),
      ];
      const { shown } = await programOnTerminal([path ?? '', ...command], steps, { cwd, env });
      const parts = shown.replaceAll('\r', '').split('TOLD').slice(1, -1);
      return {
        cwd,
        told: parts.map((part) => [...part.matchAll(/ARG<(.*)>$/gm)].map(([, word = '']) => word)),
      };
    }

    it('completes commands, flags and choices', async () => {
      const { told } = await typed([
        'quodsi-db mig\tsta\t--exi\t',
        'quodsi-db migrate up --tx-mode fi\t',
        'quodsi-db migrate check --format mark\t',
        'quodsi-db help comp\t',
      ]);
      expect(told).toEqual([
        ['migrate', 'status', '--exit-code'],
        ['migrate', 'up', '--tx-mode', 'file'],
        ['migrate', 'check', '--format', 'markdown'],
        ['help', 'completion'],
      ]);
    });

    it('completes names, quoted so that the shell does nothing with them', async () => {
      const { told, cwd } = await typed([
        'quodsi-db migrate mark 20260102\t',
        'quodsi-db migrate up --to 20260102\t',
        'quodsi-db migrate up --to=20260103\t',
        "quodsi-db migrate up --to '20260101\t",
        'quodsi-db migrate up --to "20260103\t',
        'quodsi-db -e my\tmigrate up',
        'quodsi-db seed run de\t',
        'quodsi-db migrate lint 20260101\t20260102\t',
      ]);
      expect(told).toEqual([
        ['migrate', 'mark', odd],
        ['migrate', 'up', '--to', odd],
        ['migrate', 'up', `--to=${names[2]}`],
        ['migrate', 'up', '--to', names[0]],
        ['migrate', 'up', '--to', names[2]],
        ['-e', 'my staging', 'migrate', 'up'],
        ['seed', 'run', 'demo projects'],
        ['migrate', 'lint', names[0], odd],
      ]);
      expect(existsSync(join(cwd, 'ran'))).toBe(false);
    });

    it('completes files and folders', async () => {
      const { told } = await typed(['quodsi-db migrate up --config quodsi-db.con\t', 'quodsi-db --cwd a\tx']);
      expect(told).toEqual([
        ['migrate', 'up', '--config', 'quodsi-db.config.mjs'],
        ['--cwd', 'a folder/x'],
      ]);
    });

    it('runs nothing of the line that is typed', async () => {
      const { told, cwd } = await typed([
        'quodsi-db --url "$(touch ran)" migrate mark 20260101\t\u0015quodsi-db x',
      ]);
      expect(told).toEqual([['x']]);
      expect(existsSync(join(cwd, 'ran'))).toBe(false);
    });
  });
}

describe.skipIf(pathOf('bash') === null)('the function of bash', () => {
  /** Called as bash calls it, without a terminal. */
  function complete(script: string, cwd: string, env: Record<string, string>): string[] {
    const run = spawnSync(
      'bash',
      [
        '--norc',
        '-c',
        `eval "$(quodsi-db completion bash)"\n${script}\n_quodsi_db\nprintf '%s\\n' "\${COMPREPLY[@]}"`,
      ],
      { cwd, env: { ...process.env, ...env }, encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    return run.stdout.trim().split('\n');
  }

  it('answers to a line, and to words alone', () => {
    const { cwd, env } = project();
    const quoted = names.map((name) => quoteForBash(name, null));
    expect(complete('COMP_WORDS=(quodsi-db migrate lo); COMP_CWORD=2', cwd, env)).toEqual(['lock']);
    expect(complete("COMP_WORDS=(quodsi-db migrate mark ''); COMP_CWORD=3", cwd, env)).toEqual(quoted);
    const line = 'quodsi-db migrate up --to 2026 --dry-run';
    expect(complete(`COMP_LINE='${line}'; COMP_POINT=${line.indexOf(' --dry')}`, cwd, env)).toEqual(quoted);
  });
});

describe('the hidden command behind it', () => {
  it('says nothing, and does not fail, where there is nothing to say', async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, { 'quodsi-db.config.mjs': "throw new Error('broken');" });
    for (const args of [[], ['tcsh'], ['powershell', 'no base64'], ['bash', 'quodsi-db -e ', '=']])
      expect(await cli(['__complete', ...args], { cwd })).toMatchObject({
        exitCode: 0,
        stdout: '',
        stderr: '',
      });
    writeFiles(cwd, { 'quodsi-db.config.mjs': 'await new Promise(() => setTimeout(() => {}, 60_000));' });
    const late = await cli(['__complete', 'zsh', 'migrate', 'mark', ''], { cwd });
    expect(late).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('answers PowerShell in ASCII, to words that have lost nothing', async () => {
    const { cwd } = project();
    const ask = async (...words: string[]) => {
      const line = Buffer.from(JSON.stringify(words)).toString('base64');
      const { stdout } = await cli(['__complete', 'powershell', line], { cwd });
      expect(stdout).toMatch(/^[ -~]+$/);
      return JSON.parse(stdout);
    };
    expect(await ask('migrate', 'up', '--to=20260103')).toEqual({
      files: 'none',
      candidates: [{ value: `--to=${names[2]}`, description: names[2] }],
    });
    expect(await ask('migrate', 'mark', '')).toMatchObject({ candidates: names.map((value) => ({ value })) });
    expect(await ask('schema', 'docs', '--output', '')).toEqual({ files: 'files', candidates: [] });
    expect((await ask('do')).candidates).toEqual([{ value: 'doctor', description: expect.any(String) }]);
  });

  it('prints the scripts, also as JSON, and refuses another shell', async () => {
    const cwd = temporaryFolder();
    const { stdout } = await cli(['completion', 'powershell'], { cwd });
    expect(stdout).toContain('Register-ArgumentCompleter -Native -CommandName');
    expect((await cli(['completion', 'fish', '--json'], { cwd })).json()).toMatchObject({
      ok: true,
      shell: 'fish',
      script: expect.stringContaining('complete -c quodsi-db'),
    });
    expect(await cli(['completion', 'tcsh'], { cwd })).toMatchObject({ exitCode: 64 });
    expect(await cli(['completion'], { cwd })).toMatchObject({ exitCode: 64 });
  });
});
