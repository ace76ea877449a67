/** An expression without its parentheses, spaces and quotes around names: only what it means. */
export type Tree =
  | { readonly kind: 'string'; readonly value: string; readonly national: boolean }
  /** Digits as written, with the sign. */
  | { readonly kind: 'number'; readonly value: string }
  /** null, true, false, and binary literals. */
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'name'; readonly parts: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Tree[] }
  /** Operators, and what is written with keywords: `in`, `is null`, `case`, `array` … */
  | { readonly kind: 'operation'; readonly operator: string; readonly args: readonly Tree[] }
  | Cast;

export interface Cast {
  readonly kind: 'cast';
  /** Under its canonical name. */
  readonly type: string;
  readonly value: Tree;
  /** Third argument of CONVERT. */
  readonly style?: Tree;
  /** TRY_CAST, TRY_CONVERT: null where it fails. */
  readonly attempt: boolean;
}

export type Text = Extract<Tree, { kind: 'string' }>;
export type Operation = Extract<Tree, { kind: 'operation' }>;

export const operation = (operator: string, args: readonly Tree[]): Operation => ({
  kind: 'operation',
  operator,
  args,
});
export const call = (name: string, args: readonly Tree[]): Tree => ({ kind: 'call', name, args });
export const text = (value: string, national = false): Text => ({ kind: 'string', value, national });
export const numeral = (value: string): Tree => ({ kind: 'number', value });
export const constant = (value: string): Tree => ({ kind: 'constant', value });
export const cast = (type: string, value: Tree): Cast => ({ kind: 'cast', type, value, attempt: false });

export function isOperation(tree: Tree, ...operators: readonly string[]): tree is Operation {
  return tree.kind === 'operation' && operators.includes(tree.operator);
}

/** The tree with each child replaced; itself where it has none. */
export function mapChildren(tree: Tree, change: (child: Tree) => Tree): Tree {
  switch (tree.kind) {
    case 'call':
    case 'operation':
      return { ...tree, args: tree.args.map(change) };
    case 'cast':
      return {
        ...tree,
        value: change(tree.value),
        ...(tree.style === undefined ? {} : { style: change(tree.style) }),
      };
    default:
      return tree;
  }
}

/** Whether more than so many trees stand inside each other. Walks level by level, however deep that is. */
export function isDeeper(tree: Tree, limit: number): boolean {
  let level: readonly Tree[] = [tree];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap(childrenOf);
  }
  return false;
}

function childrenOf(tree: Tree): readonly Tree[] {
  if (tree.kind === 'call' || tree.kind === 'operation') return tree.args;
  if (tree.kind !== 'cast') return [];
  return tree.style === undefined ? [tree.value] : [tree.value, tree.style];
}

/** Text that is the same for two trees exactly when they are the same. */
export function treeKey(tree: Tree): string {
  switch (tree.kind) {
    case 'string':
      return `${tree.national ? 'N' : ''}${JSON.stringify(tree.value)}`;
    case 'number':
    case 'constant':
      return `${tree.kind === 'number' ? '' : '#'}${tree.value}`;
    case 'name':
      return `[${tree.parts.map((part) => JSON.stringify(part)).join('.')}]`;
    case 'call':
      return `${JSON.stringify(tree.name)}(${tree.args.map(treeKey).join(',')})`;
    case 'operation':
      return `{${tree.operator} ${tree.args.map(treeKey).join(' ')}}`;
    case 'cast': {
      const style = tree.style === undefined ? '' : ` style ${treeKey(tree.style)}`;
      return `<${tree.attempt ? 'try ' : ''}${JSON.stringify(tree.type)} ${treeKey(tree.value)}${style}>`;
    }
  }
}
