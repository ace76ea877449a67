/** Milliseconds in `30s`, `2m`, `500ms`, `1h`; a number alone counts seconds. Throws a RangeError that says what was expected. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim());
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };
  const milliseconds = match
    ? Math.round(Number(match[1]) * (units[match[2] ?? 's'] ?? Number.NaN))
    : Number.NaN;
  // Timers and lock timeouts of servers are 32-bit numbers of milliseconds.
  if (!(milliseconds <= 2_147_483_647))
    throw new RangeError('a duration such as 30s, 2m or 500ms, at most 24 days');
  return milliseconds;
}

/** Whether {@link parseDuration} takes a text. */
export function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
}
