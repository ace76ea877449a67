import { allOf, byId } from './elements.ts';

const root = document.documentElement;
const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const themeKey = 'quodsi-db-theme';

/** A page that is opened as a file may have no storage; the choice then lasts as long as the page. */
function stored(): string | null {
  try {
    return localStorage.getItem(themeKey);
  } catch {
    return null;
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // It is only a comfort.
  }
}

function startTheme(): void {
  const button = byId('theme', HTMLButtonElement);
  const word = button.querySelector('.word');
  let current: Theme = themes.find((theme) => theme === stored()) ?? 'auto';
  const apply = (): void => {
    if (current === 'auto') delete root.dataset.theme;
    else root.dataset.theme = current;
    if (word) word.textContent = { auto: 'Auto', light: 'Light', dark: 'Dark' }[current];
    button.setAttribute('aria-label', `Colours: ${current === 'auto' ? 'as the system' : current}`);
  };
  button.addEventListener('click', () => {
    current = themes[(themes.indexOf(current) + 1) % themes.length] ?? 'auto';
    store(current);
    apply();
  });
  apply();
}

/** The line between diagram and document: dragged, or moved with the arrow keys. */
function startDivider(): void {
  const divider = byId('divider', HTMLElement);
  let percent = 58;
  const set = (value: number): void => {
    percent = Math.min(80, Math.max(20, value));
    root.style.setProperty('--split', `${percent}%`);
    divider.setAttribute('aria-valuenow', String(Math.round(percent)));
  };
  divider.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    divider.setPointerCapture(event.pointerId);
  });
  divider.addEventListener('pointermove', (event) => {
    if (divider.hasPointerCapture(event.pointerId)) set((event.clientX / innerWidth) * 100);
  });
  divider.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') set(percent - 2);
    else if (event.key === 'ArrowRight') set(percent + 2);
    else return;
    event.preventDefault();
  });
}

export function startSettings(): void {
  for (const part of allOf('.search, .tools, .zoom', HTMLElement)) part.hidden = false;
  startTheme();
  startDivider();
  const wide = byId('wide', HTMLButtonElement);
  const told = (): void => wide.setAttribute('aria-pressed', String(root.classList.contains('alone')));
  wide.addEventListener('click', () => root.classList.toggle('alone'));
  // A link to a section ends it as well.
  new MutationObserver(told).observe(root, { attributeFilter: ['class'] });
  byId('print', HTMLButtonElement).addEventListener('click', () => print());
  // What is folded away cannot be unfolded on paper.
  addEventListener('beforeprint', () => {
    for (const details of allOf('details', HTMLDetailsElement)) details.open = true;
  });
  const links = document.getElementById('tenant-links');
  if (links instanceof HTMLInputElement) {
    const apply = () => byId('diagram', SVGSVGElement).classList.toggle('no-tenant-links', !links.checked);
    links.addEventListener('change', apply);
    apply();
  }
}
