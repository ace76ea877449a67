/**
 * The source text laid out as a person's formatter would: two spaces, single quotes, lines of at most 110 characters.
 * The same text gives the same bytes on every machine, whatever formatter its project uses.
 */
export async function formatTypeScript(source: string): Promise<string> {
  const [{ format }, babel, estree] = await Promise.all([
    import('prettier/standalone'),
    import('prettier/plugins/babel'),
    import('prettier/plugins/estree'),
  ]);
  return format(source, {
    parser: 'babel-ts',
    plugins: [babel.default, estree.default],
    printWidth: 110,
    singleQuote: true,
    trailingComma: 'all',
  });
}
