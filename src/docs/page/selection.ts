import { allOf, byId } from './elements.ts';
import { type Rectangle, reveal } from './viewport.ts';

const svg = byId('diagram', SVGSVGElement);
const boxes = new Map(allOf('.box', SVGAElement).map((box) => [box.dataset.table ?? '', box]));
const edges = allOf('.edge', SVGAElement);
const sections = new Map(allOf('section.table', HTMLElement).map((section) => [section.id, section]));
let selected = '';
/** Whether the fragment was changed by a click in the diagram, which is then to stay as it is. */
let fromDiagram = false;

function rectangleOf(box: SVGAElement): Rectangle {
  const { x, y, w, h } = box.dataset;
  return { x: Number(x), y: Number(y), w: Number(w), h: Number(h) };
}

/** Marks a table, what it refers to and what refers to it; none where there is no such table. */
function select(id: string): void {
  selected = sections.has(id) ? id : '';
  const near = new Set<string>();
  for (const edge of edges) {
    const { from = '', to = '' } = edge.dataset;
    const isOn = selected !== '' && (from === selected || to === selected);
    edge.classList.toggle('on', isOn);
    if (isOn) near.add(from).add(to);
  }
  for (const [table, box] of boxes) {
    box.classList.toggle('selected', table === selected);
    box.classList.toggle('near', table !== selected && near.has(table));
  }
  for (const [table, section] of sections) section.classList.toggle('current', table === selected);
  svg.classList.toggle('busy', selected !== '');
}

/** The table that the fragment of the address leads to: its section, or something in it. */
function tableOfFragment(): string {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return target?.closest('section.table')?.id ?? '';
}

function follow(): void {
  const id = tableOfFragment();
  select(id);
  const box = boxes.get(id);
  if (box && !fromDiagram) reveal(rectangleOf(box), false);
  fromDiagram = false;
}

/** Shows a table in the diagram, whether it is the one of the fragment already or not. */
function showInDiagram(id: string): void {
  const box = boxes.get(id);
  if (!box) return;
  document.documentElement.classList.remove('alone');
  select(id);
  history.replaceState(null, '', `#${id}`);
  reveal(rectangleOf(box), true);
  if (matchMedia('(max-width: 860px)').matches) byId('pane', HTMLElement).scrollIntoView({ block: 'center' });
}

export function clearSelection(): void {
  if (selected === '') return;
  history.replaceState(null, '', location.pathname + location.search);
  select('');
}

export function startSelection(): void {
  addEventListener('hashchange', follow);
  svg.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null) {
      clearSelection();
      return;
    }
    // A foreign key leads to another table, which may be out of sight.
    fromDiagram = link.classList.contains('box');
    const href = link.getAttribute('href') ?? '';
    if (href === location.hash) {
      // The address stays the same, so that the browser tells of no change.
      sections.get(href.slice(1))?.scrollIntoView();
      follow();
    }
    document.documentElement.classList.remove('alone');
  });
  for (const box of boxes.values()) {
    box.addEventListener('focus', () => {
      if (box.matches(':focus-visible')) reveal(rectangleOf(box), false);
    });
  }
  for (const button of allOf('.show', HTMLButtonElement)) {
    button.hidden = false;
    button.addEventListener('click', () => showInDiagram(button.dataset.show ?? ''));
  }
  follow();
}

/** Marks the tables and columns that are searched for; null ends the search. */
export function highlight(found: ReadonlyMap<string, ReadonlySet<string>> | null): void {
  for (const [id, box] of boxes) {
    const columns = found?.get(id);
    box.classList.toggle('hit', columns !== undefined);
    for (const row of box.querySelectorAll<SVGGElement>('.row')) {
      row.classList.toggle('hit', columns?.has(row.dataset.column ?? '') === true);
    }
  }
  svg.classList.toggle('busy', found !== null || selected !== '');
}
