import { exitCodes, QuodsiDbError } from '../errors.ts';

/**
 * A mistake in what the user configured: exit code 78. `message` and `hint` must be free of anything that could
 * be part of a password; where that cannot be known, describe the place instead of quoting it.
 */
export function configError(
  code: string,
  message: string,
  hint: string,
  more: { cause?: unknown; details?: readonly string[] } = {},
): QuodsiDbError {
  return new QuodsiDbError(code, message, { hint, exitCode: exitCodes.config, ...more });
}
