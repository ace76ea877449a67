import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file in which the run counts its faults, one line for each scenario. */
    faultCounts: string;
  }
}

/** Counts the faults of a run over all of its workers, and says at its end how many there were. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-faults-'));
  const file = join(folder, 'counts');
  appendFileSync(file, '');
  project.provide('faultCounts', file);
  return () => {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).sort();
    rmSync(folder, { recursive: true });
    const total = lines.reduce((sum, line) => sum + Number(line.split('\t')[1]), 0);
    if (total === 0) return;
    const rows = lines.map((line) => line.split('\t').reverse().join('\t'));
    process.stderr.write(`\nFaults injected: ${total}\n${rows.join('\n')}\n\n`);
  };
}

/** Adds the faults of one scenario. */
export function countFaults(scenario: string, faults: number): void {
  appendFileSync(inject('faultCounts'), `${scenario}\t${faults}\n`);
}
