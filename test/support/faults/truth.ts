import type { Document, Result } from '../cli.ts';
import type { Scenario } from './scenarios.ts';
import type { State } from './state.ts';

/** What a run is held against: the database before it, after it, and after a run without faults. */
export interface Facts {
  readonly before: State;
  readonly after: State;
  readonly done: State;
}

/** Whether everything is the same that a person would look for, the log without failures included. */
export function isSame(one: State, other: State): boolean {
  return (
    JSON.stringify([one.history, one.seeds, one.events, one.contents]) ===
    JSON.stringify([other.history, other.seeds, other.events, other.contents])
  );
}

/** What is untrue in what a run said, one line each; none where all of it is true. */
export function untruths(
  { tells }: Scenario,
  result: Result,
  facts: Facts,
  secrets: readonly string[],
): string[] {
  const said = `${result.stdout}\n${result.stderr}`;
  const found: string[] = [];
  if (/^\s+at .*\n\s+at /m.test(said) || /this is a bug|node:internal|"INTERNAL"/.test(said))
    found.push('a stack, or a bug');
  if (secrets.some((secret) => said.includes(secret))) found.push('a secret');
  const document = parsed(result);
  if (document === null) return [...found, 'not one JSON document'];
  const { ok, error } = document;
  if (ok !== (result.exitCode === 0) || ok !== (error === undefined))
    found.push('ok, error and exit code do not agree');
  if (ok && !isSame(facts.after, facts.done)) found.push('exit code 0, and it is not done');
  if (error !== undefined) {
    if (error.message === '' || (error.hint ?? '') === '') found.push('an error without words or a hint');
    if (result.exitCode !== (error.code === 'INTERRUPTED' ? 143 : 1)) found.push('another exit code');
  }
  return [...found, ...untold[tells](document, facts)];
}

function parsed({ json }: Result): Document | null {
  try {
    return json();
  } catch {
    return null;
  }
}

const UNKNOWN = 'OUTCOME_UNKNOWN';

const untold: Readonly<Record<Scenario['tells'], (document: Document, facts: Facts) => string[]>> = {
  migrations({ results = [] }, { before, after }) {
    const expected = new Map(Object.keys(before.history).map((name) => [name, true]));
    for (const { name, status, error } of results) {
      if (status === 'applied') expected.set(name, true);
      else if (status === 'reverted') expected.set(name, false);
      else if (status === 'failed' && error?.code === UNKNOWN) expected.set(name, name in after.history);
    }
    const untrue = [...new Set([...expected.keys(), ...Object.keys(after.history)])]
      .filter((name) => (expected.get(name) ?? false) !== name in after.history)
      .map((name) => `${name} is ${name in after.history ? '' : 'not '}applied, and the run says otherwise`);
    // Each of these makes the table that it is named after.
    const halves = Object.keys(after.history).filter(
      (name) => after.history[name] !== 'applied' || !hasTable(after, name.slice(2)),
    );
    const strays = ['authors', 'books', 'loans'].filter(
      (table) =>
        hasTable(after, table) && !Object.keys(after.history).some((name) => name.slice(2) === table),
    );
    return [
      ...untrue,
      ...halves.map((name) => `half of ${name}`),
      ...strays.map((table) => `a table ${table} of no migration`),
    ];
  },
  'halves of migrations'({ results = [] }, { before, after, done }) {
    const stateIn = ({ history }: State, name: string): string => history[name] ?? 'not applied';
    return results.flatMap(({ name, status, error }) => {
      const state = stateIn(after, name);
      const isDone = state === stateIn(done, name);
      const isHalfWay = state === 'running' || state === 'failed';
      if (isHalfWay && !/migrate mark/.test(error === undefined ? '' : JSON.stringify(error)))
        return [`half of ${name} is there, and nobody says what to do`];
      const isTrue =
        status === 'failed'
          ? !isDone || error?.code === UNKNOWN
          : status === 'not-run'
            ? state === stateIn(before, name)
            : isDone;
      return isTrue ? [] : [`${name} is ${state}, and the run says ${status}`];
    });
  },
  changes: nothingUnlessSaid,
  rows: nothingUnlessSaid,
  'rows in steps': () => [],
  seeds({ results = [] }, { before, after }) {
    const isDone = (state: State, name: string): boolean =>
      state.seeds[`seeds/${name}`]?.startsWith('done') === true;
    return results.flatMap(({ name, status, error }) => {
      if (status === 'failed' && error?.code === UNKNOWN) return [];
      const expected = status === 'done' || isDone(before, name);
      return isDone(after, name) === expected
        ? []
        : [`seed ${name} is ${expected ? 'not ' : ''}done, and the run says otherwise`];
    });
  },
};

/** A failure that does not say that it does not know says that nothing was done. */
function nothingUnlessSaid({ ok, error }: Document, { before, after }: Facts): string[] {
  const work = ({ history, seeds, events, contents }: State) =>
    JSON.stringify([history, seeds, events, contents.filter((line) => line.startsWith('row of'))]);
  return ok || error?.code === UNKNOWN || work(before) === work(after)
    ? []
    : ['a failure, and something was done'];
}

function hasTable({ contents }: State, table: string): boolean {
  return contents.some((line) => line.startsWith(`object of=${table} `));
}
