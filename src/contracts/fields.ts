import { z } from 'zod';
import { slugFault } from './slug.ts';

/**
 * Any text that both engines store as it is. The length is in UTF-16 code units, as nvarchar counts; PostgreSQL and
 * zod's own `max` count whole characters, and would let twice as much through.
 */
function storable(max: number) {
  return z
    .string()
    .refine((value) => value.length <= max, `must have at most ${max} characters`)
    .refine((value) => !value.includes('\u0000'), 'must not contain the character U+0000')
    .refine((value) => !/\p{Surrogate}/u.test(value), 'contains half of a character');
}

/** Text as it is, not empty. */
export const text = (max: number) => storable(max).min(1);

/** Text a person types: without spaces around it. */
export const name = (min: number, max: number) => z.string().trim().pipe(storable(max).min(min));

/** Lower-cased, so that one address cannot sign up twice by writing it differently. */
export const email = z.string().trim().toLowerCase().max(255).pipe(z.email());

/** A slug or subdomain, lower-cased. */
export const slug = z
  .string()
  .toLowerCase()
  .superRefine((value, context) => {
    const message = slugFault(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });

/** A limit or counter: 0 up to the largest int. */
export const count = z.int32().min(0);

/** Gigabytes as decimal(10,2) holds them: a third decimal would be rounded away without a word. */
export const gigabytes = z
  .number()
  .min(0)
  .max(99_999_999.99)
  .refine((value) => Number(value.toFixed(2)) === value, 'must have at most 2 decimals');

// Knex binds a Date as SQL Server's datetime, which begins in 1753 and ends 3 ms before the year 10000.
const earliest = new Date('1753-01-01T00:00:00.000Z');
const latest = new Date('9999-12-31T23:59:59.997Z');

/** A moment: a Date, or the ISO 8601 text with Z or an offset that JSON has for it. Parsed to a Date. */
export const moment = z
  .union([z.date(), z.iso.datetime({ offset: true }).transform((value) => new Date(value))])
  .pipe(z.date().min(earliest).max(latest));

/** A uuid in lower case; SQL Server returns them in upper case, and its sequential ones have no RFC version. */
export const uuid = z.guid().toLowerCase();

/** JSON text of an object or array: ISJSON, which guards the column, takes no bare value. */
export const jsonText = storable(4000).refine(isJsonContainer, 'must be JSON text of an object or array');

function isJsonContainer(value: string): boolean {
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}

/** An update that says nothing is a mistake of the caller, and no UPDATE can be made of it. */
export function notEmpty(update: Readonly<Record<string, unknown>>): boolean {
  return Object.values(update).some((value) => value !== undefined);
}

export const notEmptyMessage = 'must change at least one field';

// Fields as they come back from a database. Rules are for what comes in: a row that is already stored must remain
// readable, also one from before a rule. What drivers return in different ways gets one form.

export const stored = {
  text: (max: number) => storable(max),
  /** 64 bits do not fit in a number, so the text of it. */
  bigint: z
    .union([z.string().regex(/^-?\d{1,19}$/), z.int(), z.bigint()])
    .transform((value) => BigInt(value))
    .pipe(z.int64())
    .transform(String)
    .pipe(z.string()),
  /** PostgreSQL's driver returns text, SQL Server's a number. */
  gigabytes: z
    .union([z.string().regex(/^-?\d{1,8}(\.\d{1,2})?$/), z.number()])
    .transform(Number)
    .pipe(
      z
        .number()
        .min(-99_999_999.99)
        .max(99_999_999.99)
        .refine((value) => Number(value.toFixed(2)) === value, 'must have at most 2 decimals'),
    ),
  int: z.int32(),
};
