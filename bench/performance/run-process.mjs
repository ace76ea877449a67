import { spawn } from 'node:child_process';

/** After so many milliseconds a process is stuck, and counts as failed. */
const LIMIT = 15 * 60_000;

/** Certificates of the machine's own take Node.js longer to read than it takes to start, and would make all ways look alike. */
const BARE = { NODE_EXTRA_CA_CERTS: '' };

/** Runs a whole process: its time in milliseconds, whether it ended well, and what it said. */
export async function runProcess([program, ...args], { cwd, environment }) {
  const start = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: environment === undefined ? process.env : { ...process.env, ...BARE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve({ time: performance.now() - start, ok: code === 0 }));
  });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const result = await ended;
  await closed;
  return { ...result, output };
}
