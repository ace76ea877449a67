#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

// Keeps compiled code from run to run, where Node can.
module.enableCompileCache?.();

const entry = new URL('../dist/cli.js', import.meta.url);
if (existsSync(entry)) {
  const { run } = await import(entry.href);
  process.exitCode = await run(process.argv.slice(2), process, process.env);
} else {
  process.stderr.write('quodsi-db is not built yet. In its folder, "npm start" installs and builds it.\n');
  process.exitCode = 1;
}
