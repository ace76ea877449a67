/** A module or style sheet with all that it imports, minified, or another file as it is; see scripts/page-text.mjs. */
declare module '*?text' {
  const text: string;
  export default text;
}
