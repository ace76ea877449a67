import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { bin, type CliOptions, cliEnvironment } from './cli.ts';

/** Runs a program on a pseudo-terminal: Node.js itself has none, Python's standard library does. */
const driver = `
import json, os, pty, sys
steps = json.loads(sys.argv[1])
command = sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    os.execv(command[0], command)
shown = b''
seen = 0
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    while steps and steps[0]['see'].encode() in shown[seen:]:
        seen = len(shown)
        os.write(fd, steps.pop(0)['type'].encode())
status = os.waitpid(pid, 0)[1]
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
`;

/** What a person does: waits for a text, then types. */
export interface Step {
  readonly see: string;
  readonly type: string;
}

/** What a terminal sends for Ctrl-C. */
export const CTRL_C = '\u0003';

/** Whether there is a pseudo-terminal to test with; says so loudly where there is none. */
export function hasTerminal(): boolean {
  const { status } = spawnSync('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode']);
  if (status === 0) return true;
  process.stderr.write(
    '\n!! there is no python3 with a pty here: the tests of prompts on a terminal are skipped\n\n',
  );
  return false;
}

/** Runs the built command on a terminal; what is printed to stdout and stderr comes back as one text. */
export function cliOnTerminal(
  args: readonly string[],
  steps: readonly Step[],
  options: CliOptions,
): Promise<{ exitCode: number; shown: string }> {
  return programOnTerminal([process.execPath, bin, ...args], steps, options);
}

/** The same for any program, whose path comes first. */
export async function programOnTerminal(
  command: readonly string[],
  steps: readonly Step[],
  options: CliOptions,
): Promise<{ exitCode: number; shown: string }> {
  const child = spawn('python3', ['-c', driver, JSON.stringify(steps), ...command], {
    cwd: options.cwd,
    env: { ...cliEnvironment(options), TERM: 'xterm-256color' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Whoever waits in vain for a text is not left behind; what runs on the terminal ends with it.
  onTestFinished(() => void child.kill());
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  const [code] = (await once(child, 'close')) as [number];
  return { exitCode: code, shown };
}
