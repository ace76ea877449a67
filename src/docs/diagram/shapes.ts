import type { Point } from './layout.ts';

/** A number of pixels as it is written: at most one digit behind the point, the same on every machine. */
export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10);
}

const radius = 7;

/** The line through the points, with its corners rounded. */
export function roundedPath(points: readonly Point[]): string {
  const parts: string[] = [];
  for (const [index, point] of points.entries()) {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined) parts.push(`M${fixed(point.x)} ${fixed(point.y)}`);
    else if (after === undefined) parts.push(`L${fixed(point.x)} ${fixed(point.y)}`);
    else {
      const into = towards(point, before);
      const out = towards(point, after);
      parts.push(
        `L${fixed(into.x)} ${fixed(into.y)}Q${fixed(point.x)} ${fixed(point.y)} ${fixed(out.x)} ${fixed(out.y)}`,
      );
    }
  }
  return parts.join('');
}

/** A point near the corner, on the way to its neighbour. */
function towards(corner: Point, other: Point): Point {
  const [dx, dy] = [other.x - corner.x, other.y - corner.y];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: corner.x + dx * share, y: corner.y + dy * share };
}
