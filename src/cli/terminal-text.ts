import { withoutControls, withoutOrders } from '../report/visible.ts';

// Data reaches the output in many ways: an error of the server quotes a row, a history row names whatever somebody
// wrote there. None of it may move a cursor, hide a line, or give orders to the pipeline whose log it lands in.

const ESCAPE = '\u001b';
/** What chalk writes for the styles of `style.ts`. */
const STYLES = new RegExp(`(${ESCAPE}\\[(?:1|2|22|31|32|33|39)m)`);

/** The text without power over a terminal or a pipeline; line breaks, tabs and our own colours stay. */
export function harmless(text: string, variables: NodeJS.ProcessEnv): string {
  const shown = text
    .replaceAll('\r\n', '\n')
    .split(STYLES)
    .map((part, index) => (index % 2 === 1 ? part : withoutControls(part)))
    .join('');
  return isPipeline(variables) ? withoutOrders(shown) : shown;
}

function isPipeline({ GITHUB_ACTIONS, TF_BUILD }: NodeJS.ProcessEnv): boolean {
  return Boolean(GITHUB_ACTIONS || TF_BUILD);
}
