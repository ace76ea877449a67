/** The element with that id. The page is ours, so that it is there. */
export function byId<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`no ${id} in the page`);
  return found;
}

export function allOf<T extends Element>(selector: string, type: new () => T): T[] {
  return [...document.querySelectorAll(selector)].filter((element): element is T => element instanceof type);
}
