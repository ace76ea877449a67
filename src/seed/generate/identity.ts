import { hex, uuid } from './hex.ts';
import { second } from './moments.ts';
import type { Random } from './random.ts';

/**
 * The user as the provider would name it: no other user of the run is named so, since `unique` is in it.
 *
 * @param unique a number of 32 bits that no other user has
 * @param createdAt milliseconds in UTC
 */
export function identity(provider: string, unique: number, createdAt: number, random: Random): string {
  switch (provider) {
    case 'auth0':
      // Of its own database, where ids are MongoDB's: the second it was made in, then what tells it from others.
      return `auth0|${hex(Math.floor(createdAt / second) >>> 0)}${hex(unique)}${hex(random.next())}`;
    case 'google':
      // The subject, 21 digits.
      return `1${decimal(unique)}${digits[random.below(10_000)]}${digits[random.below(10_000)]}`;
    case 'saml':
      // A persistent NameID.
      return `_${hex(unique)}${hex(random.next())}${hex(random.next())}${hex(random.next())}`;
    default:
      // As Entra's object id.
      return uuid(unique, random);
  }
}

/** Four digits of each number that has so many; a table, since large numbers are slow to write. */
const digits = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'));

/** Twelve digits of a number of 32 bits. */
function decimal(number: number): string {
  const high = Math.floor(number / 1e8);
  const middle = Math.floor(number / 1e4) % 1e4;
  return `${digits[high]}${digits[middle]}${digits[number % 1e4]}`;
}
