import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const bin = fileURLToPath(new URL('../../bin/quodsi-db.js', import.meta.url));

export interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON. */
  readonly json: () => Document;
}

/** The members that tests look at. */
export interface Document {
  readonly version: number;
  readonly command: string;
  readonly ok: boolean;
  readonly error?: { code: string; message: string; hint?: string; details?: string[] };
  readonly results: {
    name: string;
    status: string;
    durationMs: number | null;
    error?: { code: string; message: string };
    statements?: string[];
  }[];
  readonly migrations: { name: string; status: string; appliedAt?: string; statements: string[] }[];
  readonly events: {
    event: string;
    name: string;
    at: string;
    host: string;
    toolVersion: string;
    durationMs: number | null;
    detail: string | null;
  }[];
  readonly [member: string]: unknown;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningCli {
  readonly child: ChildProcess;
  readonly result: Promise<Result>;
  /** Resolves when stderr holds the text. */
  readonly saw: (text: string) => Promise<void>;
}

/** The variables of a spawned command: what is given, and of the test run's own what leads it nowhere. */
export function cliEnvironment(options: CliOptions): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env };
  // What the machine of a test run happens to have set must not lead it elsewhere.
  for (const name of Object.keys(env)) {
    if (
      /^(?:QUODSI_DB_|DATABASE_URL$|FORCE_COLOR$|NO_COLOR$|CI$|GITHUB_|TF_BUILD$|GITLAB_CI$)/.test(name) &&
      options.env?.[name] === undefined
    )
      delete env[name];
  }
  return env;
}

/** Starts the built command as a person would. */
export function startCli(args: readonly string[], options: CliOptions): RunningCli {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: cliEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const result = once(child, 'close').then(
    ([code]): Result => ({
      exitCode: code ?? -1,
      stdout,
      stderr,
      json: () => JSON.parse(stdout) as Document,
    }),
  );
  const saw = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (stderr.includes(text)) resolve();
      };
      child.stderr.on('data', look);
      child.once('close', () =>
        reject(new Error(`ended without ${JSON.stringify(text)} on stderr:\n${stderr}\n${stdout}`)),
      );
      look();
    });
  return { child, result, saw };
}

export function cli(args: readonly string[], options: CliOptions): Promise<Result> {
  return startCli(args, options).result;
}

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Writes files below a folder, by relative path. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
