import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { bin, type CliOptions, cliEnvironment } from './cli.ts';

/** Runs a program on a pseudo-terminal: Node.js itself has none, Python's standard library does. */
const driver = `
import fcntl, json, os, pty, select, signal, struct, sys, termios
steps, size = json.loads(sys.argv[1]), json.loads(sys.argv[2])
command = sys.argv[3:]
def resize(fd, size):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', size['rows'], size['columns'], 0, 0))
pid, fd = pty.fork()
if pid == 0:
    resize(0, size)
    os.execv(command[0], command)
shown = b''
seen = 0
while True:
    if not select.select([fd], [], [], 60)[0]:
        # What waits for an answer that no step gives would wait for ever.
        os.kill(pid, signal.SIGKILL)
        break
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    while steps and steps[0]['see'].encode() in shown[seen:]:
        seen = len(shown)
        step = steps.pop(0)
        if 'resize' in step:
            resize(fd, step['resize'])
        if 'signal' in step:
            os.kill(pid, getattr(signal, step['signal']))
        os.write(fd, step.get('type', '').encode())
status = os.waitpid(pid, 0)[1]
sys.stdout.buffer.write(shown)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
`;

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a person does: waits for a text, then types, makes the window another size, or kills the command from elsewhere. */
export interface Step {
  readonly see: string;
  readonly type?: string;
  readonly resize?: TerminalSize;
  readonly signal?: NodeJS.Signals;
}

/** What a terminal sends for Ctrl-C. */
export const CTRL_C = '\u0003';

/** Whether there is a pseudo-terminal to test with; says so loudly where there is none. */
export function hasTerminal(): boolean {
  const { status } = spawnSync('python3', [
    '-c',
    'import fcntl, os, pty, termios; os.waitstatus_to_exitcode',
  ]);
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
  options: TerminalOptions,
): Promise<{ exitCode: number; shown: string }> {
  return programOnTerminal([process.execPath, bin, ...args], steps, options);
}

type TerminalOptions = CliOptions & { readonly size?: TerminalSize };

/** The same for any program, whose path comes first. */
export async function programOnTerminal(
  command: readonly string[],
  steps: readonly Step[],
  { size = { columns: 80, rows: 24 }, ...options }: TerminalOptions,
): Promise<{ exitCode: number; shown: string }> {
  const driven = ['-c', driver, JSON.stringify(steps), JSON.stringify(size), ...command];
  const child = spawn('python3', driven, {
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
