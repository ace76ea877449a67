/** A file with all that it imports, minified; see scripts/page-text.mjs. */
declare module '*?text' {
  const text: string;
  export default text;
}
