import type { Fault, FaultKind } from './fault-proxy.ts';
import type { Choose } from './sweep.ts';

/** QUODSI_DB_TEST_FAULTS=all: every fault at every request. */
const isAll = process.env.QUODSI_DB_TEST_FAULTS === 'all';

const cuts: readonly FaultKind[] = ['cut before', 'cut after'];
/** Faults of the network, other than cuts. */
const rarer: readonly FaultKind[] = ['torn', 'outage before', 'outage after', 'delay'];
/** Always met by a COMMIT, which is done, and nobody is told. */
const lostAnswers: readonly FaultKind[] = ['cut after', 'outage after'];
const ofProcess: readonly FaultKind[] = ['kill before', 'kill after', 'hang before', 'hang after'];

// By default one of a group at so many requests, in turn: what a run of all tests has time for.
const EACH_CUT = 4;
const EACH_RARER = 12;
const EACH_PROCESS = 16;

/** In order at one request, by a reset at the next. */
export const networkFaults: Choose = (requests) =>
  requests.flatMap((request, index): Fault[] => {
    const at = index + 1;
    const [how, other] = at % 2 === 0 ? (['end', 'reset'] as const) : (['reset', 'end'] as const);
    return [
      ...inTurn(cuts, at, EACH_CUT).flatMap((kind): Fault[] => [
        { kind, at, how },
        ...(isAll ? [{ kind, at, how: other }] : []),
      ]),
      ...inTurn(rarer, at, EACH_RARER).map((kind) => ({ kind, at, how })),
      ...(!isAll && request.includes('COMMIT') ? lostAnswers : []).map((kind) => ({ kind, at, how })),
    ];
  });

export const processFaults: Choose = (requests) =>
  requests.flatMap((_request, index) =>
    inTurn(ofProcess, index + 1, EACH_PROCESS).map((kind) => ({ kind, at: index + 1, how: 'end' as const })),
  );

/** All, or at each request whose number `step` divides the next one. */
function inTurn(kinds: readonly FaultKind[], at: number, step: number): readonly FaultKind[] {
  if (isAll) return kinds;
  return at % step === 0 ? kinds.slice((at / step) % kinds.length, ((at / step) % kinds.length) + 1) : [];
}
