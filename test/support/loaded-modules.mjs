// Given to Node.js with --import: writes the path of every module that a process loads into the file that LOADED_MODULES names.
import { appendFileSync } from 'node:fs';
import module from 'node:module';

const hook = `import { appendFileSync } from 'node:fs';
export async function load(url, context, next) {
  appendFileSync(process.env.LOADED_MODULES, url + '\\n');
  return next(url, context);
}`;
module.register(`data:text/javascript,${encodeURIComponent(hook)}`);
process.on('exit', () => {
  // What is required, and not imported, passes no hook.
  appendFileSync(process.env.LOADED_MODULES, `${Object.keys(module._cache).join('\n')}\n`);
});
