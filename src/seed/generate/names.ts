import anyAscii from 'any-ascii';
import { slugify } from '../../contracts/slug.ts';
import { localeNames, locales, type NameLocale } from './locales.ts';

/** A name, and how it stands in an address: a-z only. */
export interface Named {
  readonly text: string;
  readonly handle: string;
}

/** Names of one locale, which rows pick from. */
export interface Names {
  readonly locale: NameLocale;
  readonly given: readonly Named[];
  /** No handle is in the list of another locale, so that a given and a family handle are one person's alone. */
  readonly family: readonly Named[];
  /** The handle is the start of a slug. */
  readonly companies: readonly Named[];
  /** JSON text of each. */
  readonly cities: readonly string[];
}

/** Names in a pool: 90,000 pairs. More take longer to draw, and no reader would notice. */
const poolSize = 300;
/** How often a pool is drawn from before it is taken as it is; some locales have fewer names. */
const draws = 3 * poolSize;
const longestSlug = 32;

/**
 * Draws the names that a run picks from, with faker: drawing each row's own would cost several times what loading it does.
 *
 * @param names of `localeNames`; their order makes no difference
 * @param seed a whole number from 0 up to 2^53 - 1
 */
export async function drawNames(names: readonly string[], seed: number): Promise<readonly Names[]> {
  const taken = new Set<string>();
  const drawn: Names[] = [];
  for (const name of localeNames.filter((known) => names.includes(known))) {
    const locale = locales[name];
    if (locale !== undefined) drawn.push(await drawLocale(locale, seed, taken));
  }
  return drawn;
}

async function drawLocale(locale: NameLocale, seed: number, taken: Set<string>): Promise<Names> {
  const { faker } = await locale.load();
  // The generator is shared by all who import the locale: from here on nothing else may run in between.
  faker.seed([Math.floor(seed / 2 ** 32), seed % 2 ** 32]);
  return {
    locale,
    given: pool(() => person(faker.person.firstName()), new Set()),
    family: pool(() => person(faker.person.lastName()), taken),
    companies: pool(() => company(faker.company.name()), new Set()),
    cities: pool(() => person(faker.location.city()), new Set()).map(({ text }) => JSON.stringify(text)),
  };
}

function pool(draw: () => Named, taken: Set<string>): readonly Named[] {
  const found: Named[] = [];
  for (let i = 0; i < draws && found.length < poolSize; i += 1) {
    const named = draw();
    if (named.handle === '' || taken.has(named.handle)) continue;
    taken.add(named.handle);
    found.push(named);
  }
  return found;
}

function person(text: string): Named {
  return {
    text,
    handle: anyAscii(text)
      .toLowerCase()
      .replace(/[^a-z]/g, ''),
  };
}

function company(text: string): Named {
  const ascii = anyAscii(text);
  // Where each sign became a syllable, each has a capital letter.
  const words = slugify(/\p{Script=Latin}/u.test(text) ? ascii : ascii.replace(/([a-z])(?=[A-Z])/g, '$1 '));
  const whole = words.length <= longestSlug ? words : words.slice(0, longestSlug + 1).replace(/-[^-]*$/, '');
  return { text, handle: whole.slice(0, longestSlug) };
}
