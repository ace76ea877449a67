// What moves the cursor, ends a line or turns the reading direction. U+FEFF and the like show nothing, and do nothing.
const powerful = /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text that came from a database, without power over a terminal or the log of a pipeline; line ends and tabs stay. */
export const visible = (text: string): string => withoutOrders(withoutControls(text));

/** Controls are written as escapes; line ends and tabs stay. */
export function withoutControls(text: string): string {
  return text.replace(powerful, (char) => (char === '\n' || char === '\t' ? char : escaped(char)));
}

/**
 * A log is read for commands: Azure Pipelines looks for `##vso[` anywhere in a line, GitHub for `##[` anywhere and for `::` after
 * leading space. What would be one loses its first character to an escape.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 * https://github.com/microsoft/azure-pipelines-agent/blob/master/src/Agent.Sdk/CommandStringConvertor.cs
 */
export function withoutOrders(text: string): string {
  return text
    .replace(/#(?=#\w*\[)/g, escaped)
    .replace(/^(\s*):(?=:)/gm, (_, space: string) => `${space}${escaped(':')}`);
}

/** What most names, versions and times consist of. */
const harmless = /^(?:[\w .-]|(?<=\d):(?=\d))*$/;

/** The same for what stands within a line: its line ends are escaped too. */
export function visibleLine(text: string): string {
  return harmless.test(text) ? text : visible(text.replace(/[\n\t]/g, escaped));
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** As JavaScript and PostgreSQL's `E'…'` write it. */
function escaped(char: string): string {
  const code = char.charCodeAt(0);
  return (
    named[char] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`)
  );
}
