import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 compile WebAssembly for speed only after much more use than by default: most commands open the embedded database
 * for less than a second, of which optimising PGlite takes half, with a quarter of all memory. Work that goes on for long
 * still gets there. To be called before PGlite is compiled.
 */
export function deferWasmOptimizing(): void {
  // An unknown flag would be complained about on stderr: only where this one is known to be.
  if (/^v(?:20|22|24)\./.test(process.version)) setFlagsFromString('--wasm-tiering-budget=1000000000');
}
