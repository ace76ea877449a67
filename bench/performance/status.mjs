import { runProcess } from './run-process.mjs';
import { writeProject } from './ways.mjs';

/** Milliseconds of `migrate status` with few and with many migrations applied, in turn. */
export async function measureStatus(way, { few, many, rounds }, { server, databases }) {
  const sides = {};
  try {
    for (const [side, count] of Object.entries({ few, many })) {
      const name = `bench_status_${side}`;
      const project = writeProject(way, count);
      const options = { cwd: project.folder, environment: way.environment(databases.urlOf(name, server)) };
      sides[side] = { project, options, count, times: [] };
      await databases.create(name);
      await run(way, ['migrate', 'up', '--quiet', '--tx-mode', 'all'], options);
    }
    for (let round = -1; round < rounds; round += 1) {
      for (const { options, times } of Object.values(sides)) {
        const time = await run(way, ['migrate', 'status', '--quiet'], options);
        if (round >= 0) times.push(Math.round(time * 10) / 10);
      }
    }
  } finally {
    for (const { project } of Object.values(sides)) project.remove();
  }
  return Object.values(sides).map(({ count, times }) => ({ count, times }));
}

async function run(way, args, options) {
  const { ok, output, time } = await runProcess(way.command(args), options);
  if (!ok) throw new Error(`${args.join(' ')} failed: ${output}`);
  return time;
}
