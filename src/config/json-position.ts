/**
 * Where a text stops being JSON, as line and column from 1. The runtime's own message has no position on every
 * version of Node.js, and quotes the text around it, which may hold a password.
 *
 * @returns null when the text is JSON
 */
export function jsonErrorPosition(text: string): { line: number; column: number } | null {
  let at = 0;
  const eat = (pattern: RegExp): boolean => {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match === null) return false;
    at = sticky.lastIndex;
    return true;
  };
  const space = () => eat(/[ \t\r\n]*/);
  const string = () => eat(/"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/u);
  const list = (close: RegExp, item: () => boolean): boolean => {
    space();
    if (eat(close)) return true;
    do {
      space();
      if (!item()) return false;
      space();
    } while (eat(/,/));
    return eat(close);
  };
  const member = () => string() && space() && eat(/:/) && value();
  const value = (): boolean => {
    space();
    if (eat(/\{/)) return list(/\}/, member);
    if (eat(/\[/)) return list(/\]/, value);
    return string() || eat(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/) || eat(/true|false|null/);
  };
  if (value() && space() && at === text.length) return null;
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
