import { isUtf8 } from 'node:buffer';

/** Tells of each chunk how many of its lines are valid UTF-8 before the first that is not; null where all are. */
export type Utf8Guard = (chunk: Buffer) => number | null;

const newline = 10;

/** Looks at one chunk after the other; a character may be split between two. */
export function guardUtf8(): Utf8Guard {
  let carried: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes));
    carried = bytes.subarray(whole.length);
    if (isUtf8(whole)) return null;
    let lines = 0;
    let from = 0;
    for (;;) {
      const end = whole.indexOf(newline, from);
      if (end < 0 || !isUtf8(whole.subarray(from, end))) return lines;
      lines += 1;
      from = end + 1;
    }
  };
}

/** How many bytes at the end begin a character that is not complete. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
