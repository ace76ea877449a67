import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { useBundle } from '../support/bundle.ts';

/** Runs test/support/seed-file-child.ts with a heap of so many MB; resolves to what it prints, and rejects where it dies. */
export function useSeedFileChild(): (
  heap: number,
  ...args: string[]
) => Promise<{ result: object; memory: number }> {
  const bundle = useBundle('seed-file-child.ts');
  return async (heap, ...args) => {
    const command = [`--max-old-space-size=${heap}`, bundle, ...args];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    return JSON.parse(stdout);
  };
}
