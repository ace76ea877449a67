import { messageOf, QuodsiDbError, stackOf } from '../errors.ts';
import { visible } from './visible.ts';

export interface ErrorStyle {
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

/** What happened, on which object, and what to do. An error that nobody foresaw comes with its stack. */
export function errorText(error: unknown, style: ErrorStyle, verbose: boolean): string {
  if (!(error instanceof QuodsiDbError)) {
    return [
      `${style.bad('error')} ${style.bold('this is a bug in quodsi-db')}`,
      visible(stackOf(error) || messageOf(error)),
      'Please report it with the command that led here and the lines above.',
    ].join('\n');
  }
  const lines = [`${style.bad('error')} ${visible(error.message)} ${style.dim(`[${error.code}]`)}`];
  for (const detail of error.details)
    lines.push(
      ...visible(detail)
        .split('\n')
        .map((line) => `      ${line}`),
    );
  if (error.hint !== undefined) {
    for (const [index, line] of visible(error.hint).split('\n').entries()) {
      lines.push(`${index === 0 ? style.bold('hint ') : '     '} ${line}`);
    }
  }
  if (verbose && error.cause !== undefined)
    lines.push(style.dim(visible(stackOf(error.cause) || messageOf(error.cause))));
  return lines.join('\n');
}
