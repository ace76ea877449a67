import { byId } from './elements.ts';
import { pan, showAll, zoom } from './viewport.ts';

const pane = byId('pane', HTMLElement);
/** Less than so many pixels is a click. */
const slack = 4;

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Drag, wheel and pinch; keys while the diagram has the focus; the buttons. */
export function startGestures(): void {
  const pointers = new Map<number, Spot>();
  let start: Spot = { x: 0, y: 0 };
  let moved = false;

  const spotOf = (event: MouseEvent): Spot => {
    const { left, top } = pane.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  pane.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('.zoom, .toggle')))
      return;
    pointers.set(event.pointerId, spotOf(event));
    if (pointers.size > 1) return;
    start = spotOf(event);
    moved = false;
  });
  pane.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now = spotOf(event);
    if (!moved && pointers.size === 1 && Math.hypot(now.x - start.x, now.y - start.y) < slack) return;
    if (!moved) {
      moved = true;
      pane.classList.add('moving');
      pane.setPointerCapture(event.pointerId);
    }
    const [other] = [...pointers].flatMap(([id, spot]) => (id === event.pointerId ? [] : [spot]));
    pointers.set(event.pointerId, now);
    if (other === undefined) {
      pan(now.x - before.x, now.y - before.y);
      return;
    }
    const distance = (spot: Spot) => Math.hypot(spot.x - other.x, spot.y - other.y) || 1;
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoom(distance(now) / distance(before), middle);
  });
  for (const name of ['pointerup', 'pointercancel'] as const) {
    pane.addEventListener(name, (event) => {
      pointers.delete(event.pointerId);
      if (pointers.size === 0) pane.classList.remove('moving');
    });
  }
  // Whoever dragged did not mean the link under the pointer; nor does the browser get to drag the link itself.
  pane.addEventListener(
    'click',
    (event) => {
      if (!moved) return;
      event.preventDefault();
      event.stopPropagation();
      moved = false;
    },
    true,
  );
  pane.addEventListener('dragstart', (event) => event.preventDefault());

  pane.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
      // The pinch of a touchpad comes as a wheel with the control key, in small steps.
      const strength = event.ctrlKey ? 0.01 : 0.0018;
      zoom(Math.exp(-Math.max(-240, Math.min(240, pixels)) * strength), spotOf(event));
    },
    { passive: false },
  );
  pane.addEventListener('dblclick', (event) => {
    if (event.target instanceof Element && event.target.closest('a, .zoom, .toggle')) return;
    zoom(1.6, spotOf(event), true);
  });

  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom(1.25, undefined, true),
    '=': () => zoom(1.25, undefined, true),
    '-': () => zoom(0.8, undefined, true),
    '0': () => showAll(),
    ArrowLeft: () => pan(80, 0, true),
    ArrowRight: () => pan(-80, 0, true),
    ArrowUp: () => pan(0, 80, true),
    ArrowDown: () => pan(0, -80, true),
  };
  pane.addEventListener('keydown', (event) => {
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  const onClick = (id: string, act: () => void) => byId(id, HTMLElement).addEventListener('click', act);
  onClick('zoom-in', () => zoom(1.25, undefined, true));
  onClick('zoom-out', () => zoom(0.8, undefined, true));
  onClick('fit', () => showAll());
}
