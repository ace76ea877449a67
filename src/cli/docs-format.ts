import { extname } from 'node:path';
import type { Documentation } from '../docs/documentation.ts';
import type { Context } from './context.ts';

export type DocumentKind = 'html' | 'markdown' | 'mermaid' | 'svg';

const extensions: Readonly<Record<string, DocumentKind | 'json'>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.svg': 'svg',
  '.json': 'json',
};

/**
 * What to make: what --format says, otherwise what the extension of --output says, otherwise a page. Null where the result is
 * text: --format text, or a terminal, where nobody could read a page.
 */
export function documentKind({ global, streams }: Context): DocumentKind | 'json' | null {
  const { format, formatAsked, output } = global;
  switch (format) {
    case 'html':
    case 'markdown':
    case 'mermaid':
    case 'svg':
    case 'json':
      return format;
    default:
      if (formatAsked) return null;
      if (output !== undefined) return extensions[extname(output).toLowerCase()] ?? 'html';
      return streams.stdout.isTTY ? null : 'html';
  }
}

/** Loads what the kind needs, and no more: the layout library takes a while. */
export async function renderDocument(kind: DocumentKind, documentation: Documentation): Promise<string> {
  switch (kind) {
    case 'markdown':
      return (await import('../docs/markdown.ts')).markdownPage(documentation);
    case 'mermaid':
      return (await import('../docs/mermaid.ts')).mermaidDiagram(documentation);
    case 'svg': {
      const { layOut } = await import('../docs/diagram/layout.ts');
      const { svgFile } = await import('../docs/diagram/svg.ts');
      return svgFile(documentation, await layOut(documentation)).trimEnd();
    }
    case 'html': {
      const { layOut } = await import('../docs/diagram/layout.ts');
      const { htmlPage } = await import('../docs/html/page.ts');
      return htmlPage(documentation, await layOut(documentation)).trimEnd();
    }
  }
}
