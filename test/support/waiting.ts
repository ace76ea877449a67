import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningCli } from './cli.ts';
import { migration, type TestProject } from './projects.ts';

/** A project with one migration, which waits for a minute within its transaction. */
export const waitingMigration: Readonly<Record<string, string>> = {
  'migrations/1_waiting.ts': migration(
    `  writeFileSync('busy', '');
  await new Promise((resolve) => setTimeout(resolve, 60_000));`,
    '',
    "import { writeFileSync } from 'node:fs';",
  ),
};

/** Does something while another process waits in the middle of that migration; kills it afterwards. */
export async function whileMigrating(
  project: TestProject,
  work: (running: RunningCli) => Promise<void>,
): Promise<void> {
  const running = project.start({}, 'migrate', 'up');
  try {
    while (!existsSync(join(project.folder, 'busy'))) {
      if (running.child.exitCode !== null) throw new Error((await running.result).stderr);
      await sleep(20);
    }
    await work(running);
  } finally {
    running.child.kill('SIGKILL');
    await running.result;
  }
}
