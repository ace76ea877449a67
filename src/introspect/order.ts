/** Order by UTF-16 code units: the same on every machine, whatever its locale or the server's collation. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Objects by name. */
export function byName<Item extends { readonly name: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => compareText(a.name, b.name));
}

interface Qualified {
  readonly kind?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
}

/** Objects by kind, SQL schema (the default one first), table and name, as far as they have them. */
export function byQualifiedName<Item extends Qualified>(items: readonly Item[]): Item[] {
  return items.toSorted(
    (a, b) =>
      compareText(a.kind ?? '', b.kind ?? '') ||
      compareText(a.schema ?? '', b.schema ?? '') ||
      compareText(a.table ?? '', b.table ?? '') ||
      compareText(a.name, b.name),
  );
}
