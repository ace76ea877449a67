#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

// Keeps compiled code from run to run, where Node can.
module.enableCompileCache?.();

const entry = new URL('../dist/cli.js', import.meta.url);
if (existsSync(entry)) {
  const { run } = await import(entry.href);
  const exitCode = await run(process.argv.slice(2), process, process.env);
  // What was printed has to be out of the pipes first; then nothing that a migration left running may hold the end.
  for (const stream of [process.stdout, process.stderr])
    await new Promise((resolve) => stream.write('', resolve));
  process.exit(exitCode);
} else {
  process.stderr.write('quodsi-db is not built yet. In its folder, "npm start" installs and builds it.\n');
  process.exitCode = 1;
}
