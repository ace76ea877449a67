import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { previewFile } from '../../src/cli/seed/preview-file.ts';
import { withSource } from '../../src/seed/file/source.ts';
import { temporaryFolder } from './seed-file-harness.ts';

const told = new Error('told to stop');

async function readAll(path: string, signal: AbortSignal, input?: PassThrough): Promise<string> {
  return withSource({ path, signal, input }, async (source) => {
    const chunks: Buffer[] = [];
    for await (const chunk of source.chunks()) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  });
}

test('standard input that says nothing is not waited for when the run is told to stop', async () => {
  const controller = new AbortController();
  const reading = readAll('-', controller.signal, new PassThrough());
  controller.abort(told);
  await expect(reading).rejects.toBe(told);
});

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  const makePipe = (): string => {
    const path = join(temporaryFolder(), 'users.csv');
    execFileSync('mkfifo', [path]);
    return path;
  };

  test('that nobody writes to is not waited for when the run is told to stop', async () => {
    const controller = new AbortController();
    const reading = readAll(makePipe(), controller.signal);
    setImmediate(() => controller.abort(told));
    await expect(reading).rejects.toBe(told);
  });

  test('whose writer says nothing more is not waited for either', async () => {
    const path = makePipe();
    const writer = createWriteStream(path);
    const controller = new AbortController();
    const reading = readAll(path, controller.signal);
    await new Promise((done) => writer.write('email\n', done));
    controller.abort(told);
    await expect(reading).rejects.toBe(told);
    writer.destroy();
  });

  test('is read once: not for the preview', async () => {
    const path = makePipe();
    const { signal } = new AbortController();
    const global = { cwd: process.cwd() } as Parameters<typeof previewFile>[0]['global'];
    expect(await previewFile({ global, signal }, { kind: 'file', path, skipInvalid: false })).toEqual([]);
    const reading = readAll(path, signal);
    createWriteStream(path).end('email\na@b.example\n');
    expect(await reading).toBe('email\na@b.example\n');
  });
});
