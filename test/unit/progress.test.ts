import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GlobalOptions, Streams } from '../../src/cli/context.ts';
import { progressOn } from '../../src/cli/progress.ts';

function listening({ isTTY = false, ...global }: Partial<GlobalOptions> & { readonly isTTY?: boolean } = {}) {
  const written: string[] = [];
  const write = (text: string): boolean => written.push(text) > 0;
  const streams = { stderr: { isTTY, columns: 30, write } } as unknown as Streams;
  const options = { quiet: false, verbose: false, ...global } as GlobalOptions;
  return { written, progress: progressOn(streams, options, write) };
}

describe('one of many steps', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is shown when it takes longer, and then alone', () => {
    const { progress, written } = listening();
    progress.showSoon('applying 1');
    vi.advanceTimersByTime(99);
    progress.showSoon('applying 2');
    vi.advanceTimersByTime(99);
    expect(written).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(written).toEqual(['applying 2\n']);
    vi.advanceTimersByTime(10_000);
    expect(written).toEqual(['applying 2\n']);
  });

  it('is shown at once after a second of silence, and with --verbose', () => {
    const { progress, written } = listening();
    for (let step = 1; step <= 40; step += 1) {
      progress.showSoon(`applying ${step}`);
      vi.advanceTimersByTime(50);
    }
    expect(written).toEqual(['applying 22\n']);
    const verbose = listening({ verbose: true });
    verbose.progress.showSoon('applying 1');
    expect(verbose.written).toEqual(['applying 1\n']);
  });

  it('stands above a line that is about it, and not above what follows the work', () => {
    const { progress, written } = listening();
    progress.showSoon('applying 1');
    progress.settle();
    progress.settle();
    progress.showSoon('applying 2');
    progress.clear();
    vi.advanceTimersByTime(10_000);
    expect(written).toEqual(['applying 1\n']);
  });

  it('is replaced on a terminal, and never told with --quiet', () => {
    const { progress, written } = listening({ isTTY: true });
    progress.show('applying 20250101000000_a_name_that_is_long');
    progress.clear();
    expect(written).toEqual(['applying 20250101000000_a_nam', '\r\u001b[2K']);
    const quiet = listening({ quiet: true });
    quiet.progress.showSoon('applying 1');
    quiet.progress.settle();
    vi.advanceTimersByTime(10_000);
    expect(quiet.written).toEqual([]);
  });
});
