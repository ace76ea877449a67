import type { FileColumn } from './columns.ts';

/**
 * A value of a file in the form that the contracts take. Text is read as the type of its column; what cannot be read stays as
 * it is, and its contract refuses it.
 */
export function readValue(column: FileColumn, written: unknown): unknown {
  if (typeof written !== 'string') {
    const isNested = column.json && typeof written === 'object' && written !== null;
    if (isNested) return hasLostDigits(written) ? written : JSON.stringify(written);
    if (column.type.kind === 'boolean' && (written === 0 || written === 1)) return written === 1;
    return written;
  }
  const text = written.trim();
  switch (column.type.kind) {
    case 'int':
    case 'decimal':
      return /^[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : written;
    case 'boolean':
      return booleans[text.toLowerCase()] ?? written;
    case 'timestamp':
      return isoMoment(text) ?? written;
    case 'uuid':
      // SQL Server's tools write braces around them.
      return text.replace(/^\{(.*)\}$/, '$1');
    default:
      return column.oneOf === undefined ? written : text;
  }
}

/** As people, spreadsheets, PostgreSQL and SQL Server write them. */
const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  1: true,
  false: false,
  f: false,
  no: false,
  0: false,
};

/** ISO 8601 as databases write it: a space for the T, no zone for UTC, or the date alone for its beginning. */
function isoMoment(text: string): string | undefined {
  const [, date, time = '00:00:00', zone = 'Z'] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i.exec(
      text,
    ) ?? [];
  if (date === undefined) return undefined;
  const digits = zone.replace(':', '');
  const offset = digits.length === 3 ? `${digits}:00` : `${digits.slice(0, 3)}:${digits.slice(3)}`;
  return `${date}T${time}${zone.toUpperCase() === 'Z' ? 'Z' : offset}`;
}

/** Whether an integer in it is so large that JSON.parse has changed it. */
function hasLostDigits(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLostDigits);
}
