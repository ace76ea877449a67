/** The middle of them, of an even number the upper one; undefined of none. */
export function median(values = []) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
