// What is measured of each way, in turn, so that all of them meet the same machine. Times in milliseconds, of whole processes.
import { runProcess } from './run-process.mjs';
import { writeProject } from './ways.mjs';

export const AT_ONCE = 8;

/**
 * The figures of each way by its id: lists of times `version`, `help`, `up`, `noop`, `slowUp`, `slowNoop`, `largeUp`, `largeNoop`,
 * numbers `upTrips` and `noopTrips`, lists `failed` and `slowFailed` of how many processes failed of those that ran at once.
 * A way that fails where it is alone is told and has no further figures.
 */
export async function measure(ways, { rounds, migrations, large }, { server, relay, databases, tell, warn }) {
  const figures = Object.fromEntries(ways.map(({ id }) => [id, {}]));
  const broken = new Set();
  const database = (way) => `bench_${way.id}`;
  const add = (way, figure, value) => {
    figures[way.id][figure] ??= [];
    figures[way.id][figure].push(Math.round(value * 10) / 10);
  };

  /** Each way in each round; rounds before the first are for warming up, and `add` forgets them. */
  async function inTurn(title, turn, { most = rounds, warmUps = 0 } = {}) {
    tell(title);
    for (let round = -warmUps; round < most; round += 1) {
      for (const way of ways) {
        if (broken.has(way.id)) continue;
        try {
          await turn(way, round < 0 ? () => undefined : (figure, value) => add(way, figure, value));
        } catch (error) {
          broken.add(way.id);
          warn(`${way.name} is left out from here on: ${error.message}`);
        }
      }
    }
  }

  async function run(way, args, options = {}) {
    const result = await runProcess(way.command(args), options);
    if (!result.ok) throw new Error(`${args.join(' ')} failed: ${result.output.trim().slice(-600)}`);
    return result.time;
  }

  /** On an empty database, and then `noops` times with nothing left to do. */
  async function migrate(way, project, base, count, noops) {
    await databases.create(database(way));
    const environment = way.environment(databases.urlOf(database(way), base));
    const options = { cwd: project.folder, environment };
    relay.roundTrips();
    const up = await run(way, way.up, options);
    const upTrips = relay.roundTrips();
    const found = await databases.migrated(database(way));
    if (found !== count) throw new Error(`it ended well with ${found} of ${count} migrations done`);
    const noop = [];
    for (let each = 0; each < noops; each += 1) noop.push(await run(way, way.up, options));
    return { up, upTrips, noop, noopTrips: relay.roundTrips() };
  }

  async function atOnce(way, project, base) {
    await databases.create(database(way));
    const environment = way.environment(databases.urlOf(database(way), base));
    const start = () => runProcess(way.command(way.up), { cwd: project.folder, environment });
    const results = await Promise.all(Array.from({ length: AT_ONCE }, start));
    return results.filter(({ ok }) => !ok).length;
  }

  const projects = new Map(ways.map((way) => [way.id, writeProject(way, migrations)]));
  const larger = large > 0 ? new Map(ways.map((way) => [way.id, writeProject(way, large)])) : new Map();
  const projectOf = (way) => projects.get(way.id);
  try {
    for (const figure of ['version', 'help']) {
      const turn = async (way, note) => {
        if (way[figure] === undefined) return;
        const environment = way.environment(databases.urlOf(database(way)));
        note(figure, await run(way, way[figure], { cwd: projectOf(way).folder, environment }));
      };
      await inTurn(`start-up, ${figure}`, turn, { most: 2 * rounds, warmUps: 1 });
    }
    const migrateAll = async (way, note) => {
      const { up, noop } = await migrate(way, projectOf(way), server, migrations, 3);
      note('up', up);
      for (const time of noop) note('noop', time);
    };
    await inTurn(`${migrations} migrations, and nothing to do`, migrateAll, { warmUps: 1 });
    const migrateSlowly = async (way, note) => {
      const { up, upTrips, noop, noopTrips } = await migrate(way, projectOf(way), relay.url, migrations, 1);
      note('slowUp', up);
      note('slowNoop', noop[0]);
      Object.assign(figures[way.id], { upTrips, noopTrips });
    };
    await inTurn('the same through the relay', migrateSlowly, { most: 1 });
    const together = (figure, base) => async (way, note) =>
      note(figure, await atOnce(way, projectOf(way), base));
    await inTurn(`${AT_ONCE} at once`, together('failed', server), { most: Math.min(rounds, 3) });
    await inTurn(`${AT_ONCE} at once through the relay`, together('slowFailed', relay.url), { most: 1 });
    if (large > 0) {
      const migrateMany = async (way, note) => {
        const { up, noop } = await migrate(way, larger.get(way.id), server, large, 1);
        note('largeUp', up);
        note('largeNoop', noop[0]);
      };
      await inTurn(`${large} migrations`, migrateMany, { most: 1 });
    }
  } finally {
    for (const { remove } of [...projects.values(), ...larger.values()]) remove();
  }
  return figures;
}
