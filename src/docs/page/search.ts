import { allOf, byId } from './elements.ts';
import { highlight } from './selection.ts';

interface Entry {
  readonly table: string;
  /** Empty for the table itself. */
  readonly column: string;
  readonly label: string;
  readonly detail: string;
  /** Where it leads. */
  readonly id: string;
}

const mostResults = 60;

function readEntries(): Entry[] {
  return allOf('section.table', HTMLElement).flatMap((section): Entry[] => {
    const table = section.querySelector('h2')?.textContent ?? '';
    const columns = [...section.querySelectorAll<HTMLElement>('.columns tbody tr')].map((row) => {
      const column = row.querySelector('th > code')?.textContent ?? '';
      const detail = row.querySelector('td code')?.textContent ?? '';
      return { table: section.id, column, label: `${table}.${column}`, detail, id: row.id };
    });
    return [{ table: section.id, column: '', label: table, detail: 'table', id: section.id }, ...columns];
  });
}

/** Lower is better: the name itself, its beginning, the beginning of a word in it, anywhere; tables before columns. */
function rank({ column, label }: Entry, query: string): number {
  const name = (column || label).toLowerCase();
  const index = name.indexOf(query);
  const kind = column === '' ? 0 : 4;
  if (name === query) return kind;
  if (index === 0) return kind + 1;
  if (index > 0) return kind + (/[_. -]/.test(name[index - 1] ?? '') ? 2 : 3);
  // `users.em` is a column of a table.
  return column !== '' && label.toLowerCase().includes(query) && query.includes('.') ? kind + 3 : -1;
}

export function startSearch(): void {
  const input = byId('search', HTMLInputElement);
  const list = byId('results', HTMLElement);
  const entries = readEntries();
  let results: readonly Entry[] = [];
  let active = 0;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const activate = (index: number): void => {
    active = results.length === 0 ? 0 : (index + results.length) % results.length;
    for (const [position, item] of [...list.children].entries()) {
      item.setAttribute('aria-selected', String(position === active && results.length > 0));
    }
    if (results.length === 0) return;
    input.setAttribute('aria-activedescendant', `result-${active}`);
    list.children[active]?.scrollIntoView({ block: 'nearest' });
  };
  const pick = (index: number): void => {
    const entry = results[index];
    if (entry === undefined) return;
    close();
    input.value = '';
    highlight(null);
    document.documentElement.classList.remove('alone');
    location.hash = entry.id;
    document.getElementById(entry.id)?.scrollIntoView({ block: entry.column === '' ? 'start' : 'center' });
  };
  const look = (): void => {
    const query = input.value.trim().toLowerCase();
    if (query === '') {
      results = [];
      highlight(null);
      close();
      return;
    }
    const found = entries
      .map((entry) => ({ entry, value: rank(entry, query) }))
      .filter(({ value }) => value >= 0)
      .sort((a, b) => a.value - b.value);
    const byTable = new Map<string, Set<string>>();
    for (const { entry } of found) {
      const columns = byTable.get(entry.table) ?? new Set();
      byTable.set(entry.table, columns.add(entry.column));
    }
    highlight(byTable);
    results = found.slice(0, mostResults).map(({ entry }) => entry);
    list.replaceChildren(
      ...(results.length === 0 ? [nothing()] : results.map((entry, i) => item(entry, i, query))),
    );
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    activate(0);
  };

  input.addEventListener('input', look);
  input.addEventListener('focus', look);
  input.addEventListener('blur', close);
  // Before the field loses the focus, and with it the list.
  list.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    const chosen = event.target instanceof Element ? event.target.closest('li') : null;
    if (chosen) pick([...list.children].indexOf(chosen));
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') activate(active + 1);
    else if (event.key === 'ArrowUp') activate(active - 1);
    else if (event.key === 'Enter') pick(active);
    else if (event.key === 'Escape') {
      input.value = '';
      look();
      input.blur();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

function item({ label, detail }: Entry, index: number, query: string): HTMLLIElement {
  const element = document.createElement('li');
  element.id = `result-${index}`;
  element.setAttribute('role', 'option');
  const name = document.createElement('code');
  const at = label.toLowerCase().lastIndexOf(query);
  if (at < 0) name.textContent = label;
  else {
    const mark = document.createElement('mark');
    mark.textContent = label.slice(at, at + query.length);
    name.append(label.slice(0, at), mark, label.slice(at + query.length));
  }
  const kind = document.createElement('small');
  kind.textContent = detail;
  element.append(name, kind);
  return element;
}

function nothing(): HTMLLIElement {
  const element = document.createElement('li');
  element.className = 'none';
  element.textContent = 'No table or column has such a name.';
  return element;
}
