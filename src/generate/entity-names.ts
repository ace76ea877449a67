import pluralize from 'pluralize';
import { compareNames } from '../schema/server.ts';

/** What an entity is called in code. */
export interface EntityName {
  /** Name of the constant and of its row type: `OrderDetail`. */
  readonly identifier: string;
  /** Name of the module, without extension: `order-detail`. */
  readonly file: string;
}

interface TableName {
  readonly schema?: string;
  readonly name: string;
}

/** Imported by the modules, or known to everybody as something else. */
const takenIdentifiers = new Set(
  `BaseEntity Row Array ArrayBuffer Boolean DataView Date Error Function Infinity Intl Iterator Map Math NaN Number Object
  Promise Proxy Reflect RegExp Set String Symbol WeakMap WeakSet JSON BigInt Atomics`.split(/\s+/),
);
/** `index` exports the entities; Windows keeps the others for devices. */
const takenFiles = /^(?:index|con|prn|aux|nul|com\d|lpt\d)$/;

/** Where the library's rules are wrong, or right only in a grammar. */
const singulars: ReadonlyMap<string, string> = new Map([
  ['axis', 'axis'],
  ['basis', 'basis'],
  ['caches', 'cache'],
  ['cookies', 'cookie'],
  ['data', 'data'],
  ['lens', 'lens'],
  ['metadata', 'metadata'],
  ['us', 'us'],
]);

/**
 * A name in the singular for each table, in their order; tables of one name are told apart by their SQL schema, and by a number
 * where even that is not enough.
 */
export function entityNames(tables: readonly TableName[]): EntityName[] {
  const identifiers = distinct(tables, (words) => safeIdentifier(words.map(capitalized).join('')));
  const files = distinct(tables, (words) => safeFile(words.map((word) => word.toLowerCase()).join('-')), '-');
  return tables.map((_, i) => ({ identifier: identifiers[i] ?? '', file: files[i] ?? '' }));
}

/** File systems that ignore case must not bring two together, so neither may case tell two names apart. */
function distinct(
  tables: readonly TableName[],
  join: (words: readonly string[]) => string,
  separator = '',
): string[] {
  const plain = tables.map(({ name }) => join(singularWords(name)));
  const clashes = (names: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
    return (name: string) => (counts.get(name.toLowerCase()) ?? 0) > 1;
  };
  const clashing = clashes(plain);
  const qualified = tables.map(({ schema, name }, i) =>
    schema !== undefined && clashing(plain[i] ?? '')
      ? join([...wordsOf(schema), ...singularWords(name)])
      : (plain[i] ?? ''),
  );
  const taken = new Set<string>();
  const numbered = new Map<number, string>();
  // In the order of the tables' names, so that the result does not depend on the order in which they come.
  const order = tables
    .map(({ schema = '', name }, i) => ({ i, key: `${schema}\0${name}` }))
    .sort((a, b) => compareNames(a.key, b.key));
  for (const { i } of order) {
    const wanted = qualified[i] ?? '';
    let name = wanted;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${wanted}${separator}${n}`;
    taken.add(name.toLowerCase());
    numbered.set(i, name);
  }
  return tables.map((_, i) => numbered.get(i) ?? '');
}

/** The words of a name: parted by whatever is no letter or digit, and where a capital begins one. */
function wordsOf(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

function singularWords(name: string): string[] {
  const words = wordsOf(name);
  const last = words.pop();
  if (last === undefined) return [];
  const lower = last.toLowerCase();
  const one = singulars.get(lower) ?? pluralize.singular(lower);
  // A word in capitals stays so; otherwise only its end changes.
  if (last === last.toUpperCase() && last !== lower) return [...words, one.toUpperCase()];
  return [...words, last[0] === lower[0] ? one : capitalized(one)];
}

function capitalized(word: string): string {
  const [first = '', ...rest] = word;
  const tail = rest.join('');
  // ORDERS is Order; the short abbreviations, such as ID, are left.
  return first.toUpperCase() + (tail === tail.toUpperCase() && tail.length > 2 ? tail.toLowerCase() : tail);
}

function safeIdentifier(name: string): string {
  if (name === '') return 'Table';
  if (!/^\p{L}/u.test(name)) return `Table${name}`;
  return takenIdentifiers.has(name) ? `${name}Entity` : name;
}

function safeFile(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9-]/g, '');
  const file = ascii.replace(/-+/g, '-').replace(/^-|-$/g, '');
  if (file === '') return 'table';
  return takenFiles.test(file) ? `${file}-entity` : file;
}
