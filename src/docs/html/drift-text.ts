import type { Difference, DriftState } from '../documentation.ts';
import { chip, code } from './element.ts';

const words: Readonly<Record<Exclude<DriftState, 'same'>, string>> = {
  missing: 'missing',
  extra: 'not declared',
  different: 'different',
};

/** A mark beside an object that is not as declared; nothing for the others. */
export function driftChip(state: DriftState): string {
  return state === 'same' ? '' : ` ${chip(`drift ${state}`, words[state])}`;
}

/** What differs, fact by fact. */
export function differenceList(differences: readonly Difference[]): string {
  if (differences.length === 0) return '';
  const items = differences.map(
    ({ fact, declared, actual, unsure }) =>
      `<li>${fact}: declared ${code(declared)}, in the database ${code(actual)}${unsure ? ' (not certain)' : ''}</li>`,
  );
  return `<ul class="differences">${items.join('')}</ul>`;
}
