import { type ExitCode, exitCodes } from '../errors.ts';
import type { CheckResult } from './check.ts';

/** What keeps the rest from being looked at comes first. */
const order: readonly ExitCode[] = [
  exitCodes.config,
  exitCodes.failed,
  exitCodes.locked,
  exitCodes.refused,
  exitCodes.history,
  exitCodes.findings,
];

/** 0 where there is no problem, whatever the warnings; otherwise the code that another command would end with. */
export function doctorExitCode(results: readonly CheckResult[]): ExitCode {
  const codes = results
    .filter(({ status }) => status === 'problem')
    .map(({ exitCode }) => exitCode ?? exitCodes.findings);
  return order.find((code) => codes.includes(code)) ?? codes[0] ?? exitCodes.ok;
}
