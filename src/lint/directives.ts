import type { Place } from './rule.ts';

/** A comment that switches a rule off. */
export interface Directive {
  readonly rule: string;
  /** Of the comment. */
  readonly line: number;
  /** The line that it is about; undefined for the whole file. */
  readonly target?: number;
}

const pattern = /(?:--|\/\/|\/\*|^\s*\*)\s*quodsi-disable(-next-line)?(?![\w-])(.*)$/;
const comment = /^\s*(?:--|\/\/|\/\*|\*|$)/;

/**
 * `-- quodsi-disable-next-line <rule>, <rule> -- why`, also behind `//` or in a block comment; without `-next-line` it holds for
 * the whole file. The next line is the next that is neither empty nor a comment. One without a rule has the empty rule.
 */
export function readDirectives(source: string): Directive[] {
  const lines = source.split(/\r?\n/);
  return lines.flatMap((text, index) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const [, next, rest = ''] = match;
    const ids = (rest.split(/\*\/|\s--/)[0] ?? '').split(/[\s,]+/).filter((id) => id !== '');
    const line = index + 1;
    const target = next === undefined ? undefined : nextLine(lines, index);
    return (ids.length === 0 ? [''] : ids).map((rule) => ({
      rule,
      line,
      ...(target === undefined ? {} : { target }),
    }));
  });
}

function nextLine(lines: readonly string[], index: number): number {
  const ahead = lines.slice(index + 1).findIndex((text) => !comment.test(text));
  // A comment at the end of the file is about nothing.
  return ahead < 0 ? 0 : index + 2 + ahead;
}

export function isDisabled(
  directives: readonly Directive[],
  rule: string,
  { line, outer = [] }: Place,
): boolean {
  return directives.some(
    (directive) =>
      directive.rule === rule &&
      (directive.target === undefined || directive.target === line || outer.includes(directive.target)),
  );
}
