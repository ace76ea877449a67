import { expect } from 'vitest';
import { type Result, startCli } from '../cli.ts';
import type { Engine } from '../engines.ts';
import { runHere } from '../in-process.ts';
import { countFaults } from './count.ts';
import type { Fault, FaultKind, Passed } from './fault-proxy.ts';
import type { Scenario } from './scenarios.ts';
import { openStage, type Stage } from './stage.ts';
import { readState, type State } from './state.ts';
import { isSame, untruths } from './truth.ts';

/** Which faults meet a run of these requests. */
export type Choose = (requests: readonly Buffer[]) => readonly Fault[];

/** Faults in which a process is told to stop, or killed: they need one of their own. */
const ofProcess: ReadonlySet<FaultKind> = new Set(['hang before', 'hang after', 'kill before', 'kill after']);

/**
 * Plays a scenario once for each chosen fault: with it, and again without. Expects that what the first run said is true,
 * and that in the end everything is as after a run without faults.
 */
export async function sweep(engine: Engine, scenario: Scenario, choose: Choose): Promise<void> {
  const stage = await openStage(engine, scenario);
  await stage.reset();
  const before = await readState(stage.url);
  const rehearsal = await play(stage, scenario);
  expect(rehearsal.result?.exitCode, rehearsal.result?.stderr).toBe(0);
  const done = await readState(stage.url);
  const faults = choose(rehearsal.requests);
  const problems: string[] = [];
  for (const fault of faults) {
    await stage.reset();
    const found = await playWithFault(stage, scenario, fault, { before, done });
    if (found.length > 0)
      problems.push(
        `${fault.kind} (${fault.how}) at ${fault.at} of ${rehearsal.requests.length}: ${found.join('; ')}`,
      );
  }
  countFaults(`${engine.name}: ${scenario.name}`, faults.length);
  expect(problems.join('\n'), scenario.name).toBe('');
}

interface Played extends Passed {
  /** Null where it was killed. */
  readonly result: Result | null;
}

async function play(stage: Stage, scenario: Scenario, fault?: Fault): Promise<Played> {
  const { proxy, folder, proxyUrl } = stage;
  const args = [...scenario.args, '--json'];
  const options = { cwd: folder, env: { QUODSI_DB_URL: proxyUrl } };
  if (fault === undefined || !ofProcess.has(fault.kind)) {
    await proxy.begin(fault);
    const result = await runHere(args, options);
    return { result, ...(await proxy.end()) };
  }
  const isKilled = fault.kind.startsWith('kill');
  let stop: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void> = async () => undefined;
  await proxy.begin(fault, { kill: () => stop('SIGKILL'), onHang: () => void stop('SIGTERM') });
  const running = startCli(args, options);
  stop = async (signal) => {
    running.child.kill(signal);
    await running.result;
  };
  const result = await running.result;
  return { result: isKilled ? null : result, ...(await proxy.end()) };
}

async function playWithFault(
  stage: Stage,
  scenario: Scenario,
  fault: Fault,
  { before, done }: { readonly before: State; readonly done: State },
): Promise<string[]> {
  const first = await play(stage, scenario, fault);
  const after = await readState(stage.url);
  const problems = first.injected ? [] : ['it never came to that request'];
  if (first.result !== null) {
    problems.push(...untruths(scenario, first.result, { before, after, done }, stage.secrets));
    if (fault.kind === 'delay' && first.result.exitCode !== 0) problems.push('a delay is no failure');
  }
  const isHalfWay =
    Object.values(after.history).some((state) => state !== 'applied') ||
    (scenario.settle !== undefined && Object.values(after.seeds).some((state) => !state.startsWith('done')));
  if (isHalfWay) problems.push(...(await settle(stage, scenario)));
  if (scenario.isIdempotent || !isSame(after, done)) {
    const second = await play(stage, scenario);
    if (second.result?.exitCode !== 0) problems.push(`the next run fails: ${second.result?.stderr}`);
    const end = await readState(stage.url);
    const settled = { ...end, events: end.events.filter((line) => !/event=marked-/.test(line)) };
    if (!isSame(isHalfWay ? settled : end, done)) problems.push(`another end: ${difference(end, done)}`);
  }
  if (problems.length > 0 && first.result !== null)
    problems.push(`it said ${first.result.exitCode}: ${first.result.stderr.trim()}`);
  return problems;
}

/** Does what a person is told to do about a migration that was left half-way: without that, nothing runs. */
async function settle(stage: Stage, scenario: Scenario): Promise<string[]> {
  if (scenario.settle === undefined) return [];
  const refused = await play(stage, scenario);
  const settled = await play(stage, { ...scenario, args: scenario.settle });
  return [
    ...(refused.result?.exitCode === 5 ? [] : ['something runs behind what is half-way']),
    ...(settled.result?.exitCode === 0 ? [] : [`it cannot be settled: ${settled.result?.stderr}`]),
  ];
}

function difference(one: State, other: State): string {
  const [a, b] = [linesOf(one), linesOf(other)];
  return JSON.stringify({
    only: a.filter((line) => !b.includes(line)),
    missing: b.filter((line) => !a.includes(line)),
  });
}

/** Of lines that are there twice the second is another one. */
function linesOf({ history, seeds, events, contents }: State): string[] {
  const counts = new Map<string, number>();
  return [JSON.stringify(history), JSON.stringify(seeds), ...events, ...contents].map((line) => {
    const count = (counts.get(line) ?? 0) + 1;
    counts.set(line, count);
    return count === 1 ? line : `${line} (${count})`;
  });
}
