import fc from 'fast-check';
import { QuodsiDbError } from '../../src/errors.ts';

/** How many cases each property is tried with: few in a pipeline, as many as QUODSI_DB_TEST_FUZZ says otherwise. */
export const cases = Number(process.env.QUODSI_DB_TEST_FUZZ ?? '') || 100;

/** Milliseconds for a property: nobody has waited longer for it than for a command that hangs. */
export const patience = 120_000 + cases * 100;

/** Milliseconds that one case may take; what hangs takes longer on any machine. */
const LONGEST_CASE = 10_000;
const LONGEST_WAIT = 60_000;

/** Tries a property with {@link cases} cases; what it reports names the seed that finds the case again. */
export function holds<T>(values: fc.Arbitrary<T>, check: (value: T) => void, part = 1): void {
  const timed = (value: T): void => {
    // Of this process, however busy the machine is.
    const begun = process.cpuUsage();
    check(value);
    const took = process.cpuUsage(begun).user / 1_000;
    if (took > LONGEST_CASE) throw new Error(`took ${Math.round(took)} ms`);
  };
  fc.assert(fc.property(values, timed), { numRuns: Math.ceil(cases * part) });
}

/** The same for what takes its time; one case after the other. */
export async function holdsLater<T>(
  values: fc.Arbitrary<T>,
  check: (value: T) => Promise<void>,
  part = 1,
): Promise<void> {
  await fc.assert(fc.asyncProperty(values, check), {
    numRuns: Math.ceil(cases * part),
    timeout: LONGEST_WAIT,
  });
}

/** What a call gives, or the error that it foresaw; anything else that it throws is a bug, and is thrown on. */
export function attempt<T>(call: () => T): { readonly value: T } | { readonly error: QuodsiDbError } {
  try {
    return { value: call() };
  } catch (error) {
    if (error instanceof QuodsiDbError) return { error };
    throw error;
  }
}

/** All that a person reads of an error. */
export function told({ message, hint = '', details }: QuodsiDbError): string {
  return [message, hint, ...details].join('\n');
}

const strange = [
  '\0',
  '\t',
  '\n',
  '\r\n',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\u202e',
  '\u0301',
  'ß',
  'İ',
  '密',
  '😀',
  '👩‍👩‍👧',
  '\ud800',
];

/** Text of what people write, and of what programs trip over. */
export const anyText = (words: readonly string[], maxLength = 30): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...words) },
        { weight: 2, arbitrary: fc.string({ maxLength: 6 }) },
        { weight: 1, arbitrary: fc.constantFrom(...strange) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      ),
      { maxLength },
    )
    .map((parts) => parts.join(''));
