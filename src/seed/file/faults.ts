/** What is wrong with a row of a file, or with the file. */
export interface Fault {
  /** The row's number in the file, counted from 1; 0 for what is wrong before the first. Faults are told in this order. */
  readonly row: number;
  /** Where a person finds it: `line 17`. */
  readonly place: string;
  readonly field?: string;
  readonly message: string;
}

/** The first faults of a file, and how many there are in all. */
export interface FaultList {
  readonly add: (fault: Fault) => void;
  /** Counts faults that are not handed over one by one. */
  readonly more: (count: number) => void;
  readonly count: () => number;
  /** At most so many as the limit, in the order of the rows. */
  readonly first: () => readonly Fault[];
}

/** Keeps the first `limit` faults, in whatever order they come: memory stays flat however bad the file is. */
export function collectFaults(limit: number): FaultList {
  let kept: Fault[] = [];
  let count = 0;
  const cut = (): void => {
    kept = kept.sort((a, b) => a.row - b.row).slice(0, limit);
  };
  return {
    add(fault) {
      count += 1;
      kept.push(fault);
      if (kept.length > 2 * limit + 100) cut();
    },
    more(further) {
      count += further;
    },
    count: () => count,
    first() {
      cut();
      return kept;
    },
  };
}

/** `line 17, email: is missing`. */
export function faultText({ place, field, message }: Fault): string {
  return `${place}${field === undefined ? '' : `, ${field}`}: ${message}`;
}

const longest = 60;

/** A value of the file as a message shows it: quoted, cut, and without power over a terminal. */
export function shown(value: unknown): string {
  if (typeof value !== 'string') return harmless(cut(JSON.stringify(value) ?? String(value)));
  return harmless(JSON.stringify(cut(value)));
}

function cut(text: string): string {
  if (text.length <= longest) return text;
  // Half of a character would be shown as an escape.
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What moves the cursor, ends a line or turns the reading direction becomes an escape. */
export function harmless(text: string): string {
  return text.replace(
    /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
