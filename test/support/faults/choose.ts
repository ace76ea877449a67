import type { Fault, FaultKind } from './fault-proxy.ts';
import type { Choose } from './sweep.ts';

/** QUODSI_DB_TEST_FAULTS=all: every fault at every request. */
const isAll = process.env.QUODSI_DB_TEST_FAULTS === 'all';

/** Faults of the network, other than cuts: by default one of them at each fourth request, in turn. */
const rarer: readonly FaultKind[] = ['torn', 'outage before', 'outage after', 'delay'];
/** By default one of them at each fourth request, in turn. */
const ofProcess: readonly FaultKind[] = ['kill before', 'kill after', 'hang before', 'hang after'];

/** A cut before and after every request, in order at one, by a reset at the next. */
export const networkFaults: Choose = (requests) =>
  numbers(requests).flatMap((at): Fault[] => {
    const [how, other] = at % 2 === 0 ? (['end', 'reset'] as const) : (['reset', 'end'] as const);
    const cuts = (['cut before', 'cut after'] as const).flatMap((kind): Fault[] => [
      { kind, at, how },
      ...(isAll ? [{ kind, at, how: other }] : []),
    ]);
    return [...cuts, ...inTurn(rarer, at, 4).map((kind) => ({ kind, at, how }))];
  });

export const processFaults: Choose = (requests) =>
  numbers(requests).flatMap((at) =>
    inTurn(ofProcess, at, 4).map((kind) => ({ kind, at, how: 'end' as const })),
  );

/** All, or at each request whose number `step` divides the next one. */
function inTurn(kinds: readonly FaultKind[], at: number, step: number): readonly FaultKind[] {
  if (isAll) return kinds;
  return at % step === 0 ? kinds.slice((at / step) % kinds.length, ((at / step) % kinds.length) + 1) : [];
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
