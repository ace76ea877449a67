import { byId } from './elements.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What is seen of the diagram: a point p of it stands at `k * p + (x, y)` of the pane, in pixels. */
interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

const pane = byId('pane', HTMLElement);
const svg = byId('diagram', SVGSVGElement);
const canvas = byId('canvas', SVGGElement);
const scale = byId('scale', HTMLElement);
const whole = { w: Number(svg.dataset.width) || 1, h: Number(svg.dataset.height) || 1 };
const margin = 24;
const largest = 3;
/** Below this the names of foreign keys cannot be read. */
const farScale = 0.45;
/** Below this nothing in a table can. */
const distantScale = 0.36;

let view: View = { k: 1, x: 0, y: 0 };
let animation = 0;
/** Whether all of it is shown, and is to stay so when the pane changes its size. */
let fits = true;

function show(next: View): void {
  view = next;
  const { clientWidth: width, clientHeight: height } = pane;
  // The svg itself fits its viewBox into the pane, so that it is whole without this script, and in print.
  const base = Math.min(width / whole.w, height / whole.h) || 1;
  const [left, top] = [(width - whole.w * base) / 2, (height - whole.h * base) / 2];
  const { k, x, y } = view;
  canvas.setAttribute('transform', `translate(${(x - left) / base} ${(y - top) / base}) scale(${k / base})`);
  scale.textContent = `${Math.round(k * 100)}%`;
  svg.classList.toggle('far', k < farScale);
  svg.classList.toggle('distant', k < distantScale);
}

function smallest(): number {
  return Math.min(0.1, fitted().k / 2);
}

function fitted(): View {
  const { clientWidth: width, clientHeight: height } = pane;
  const room = (pixels: number) => Math.max(pixels - 2 * margin, 20);
  const k = Math.min(room(width) / whole.w, room(height) / whole.h, 1.25);
  return { k, x: (width - whole.w * k) / 2, y: (height - whole.h * k) / 2 };
}

const clamped = (k: number) => Math.min(Math.max(k, smallest()), largest);

/** Shows the view, at once or by and by. */
function go(next: View, smooth: boolean): void {
  cancelAnimationFrame(animation);
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden;
  if (!smooth || calm) {
    show(next);
    return;
  }
  const from = view;
  const start = performance.now();
  const step = (now: number): void => {
    const share = Math.min(Math.max((now - start) / 260, 0), 1);
    const eased = 1 - (1 - share) ** 3;
    const between = (a: number, b: number) => a + (b - a) * eased;
    show({ k: between(from.k, next.k), x: between(from.x, next.x), y: between(from.y, next.y) });
    if (share < 1) animation = requestAnimationFrame(step);
  };
  animation = requestAnimationFrame(step);
}

export function showAll(smooth = true): void {
  fits = true;
  go(fitted(), smooth);
}

/** Zooms by a factor; the point of the pane stays where it is, its middle where none is given. */
export function zoom(
  factor: number,
  at = { x: pane.clientWidth / 2, y: pane.clientHeight / 2 },
  smooth = false,
): void {
  fits = false;
  const k = clamped(view.k * factor);
  const share = k / view.k;
  go({ k, x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share }, smooth);
}

export function pan(dx: number, dy: number, smooth = false): void {
  fits = false;
  go({ ...view, x: view.x + dx, y: view.y + dy }, smooth);
}

/** Brings a table into view, large enough to be read. One that is seen already stays where it is unless it is forced. */
export function reveal({ x, y, w, h }: Rectangle, force: boolean): void {
  const { clientWidth: width, clientHeight: height } = pane;
  const [left, top] = [view.k * x + view.x, view.k * y + view.y];
  const isSeen = left >= 0 && top >= 0 && left + w * view.k <= width && top + h * view.k <= height;
  if (isSeen && view.k >= farScale && !force) return;
  fits = false;
  const readable = Math.min(0.9, (width - 2 * margin) / w, Math.max((height - 2 * margin) / h, 0.6));
  const k = clamped(Math.max(view.k, readable));
  const tall = h * k > height - 2 * margin;
  go({ k, x: width / 2 - (x + w / 2) * k, y: tall ? margin - y * k : height / 2 - (y + h / 2) * k }, true);
}

export function startViewport(): void {
  new ResizeObserver(() => (fits ? showAll(false) : show(view))).observe(pane);
  showAll(false);
}
