// `import text from './main.ts?text'`: the file with all that it imports, minified, as text that a page can hold inline.
// A file of another kind than modules and style sheets is taken as it is.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';

const suffix = /\?text$/;

async function bundled(path) {
  if (!/\.(?:[cm]?[jt]s|css)$/.test(path)) return readFile(path, 'utf8');
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    // What every browser has had for two years; light-dark() of CSS is the newest of it.
    target: path.endsWith('.css') ? 'esnext' : 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    // The project's own settings are for Node.
    tsconfigRaw: {},
  });
  return outputFiles[0].text.trim();
}

/** For the bundle, and for the tests, which run the sources. */
export const pageTextForBundle = {
  name: 'page-text',
  enforce: 'pre',
  resolveId(id, importer) {
    // A name of its own: Vite would take one that ends in .css for a style sheet.
    return suffix.test(id)
      ? `\0page-text:${resolve(dirname(importer), id.replace(suffix, ''))}.js`
      : undefined;
  },
  load: {
    filter: { id: /^\0page-text:/ },
    async handler(id) {
      const path = id.slice('\0page-text:'.length, -'.js'.length);
      return `export default ${JSON.stringify(await bundled(path))};`;
    },
  },
};
