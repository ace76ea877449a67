import { createHash } from 'node:crypto';
import { isTenantLink } from '../diagram/draw-edge.ts';
import type { Diagram } from '../diagram/layout.ts';
import { paintRules } from '../diagram/palette.ts';
import { svgOfPage } from '../diagram/svg.ts';
import type { Documentation } from '../documentation.ts';
import script from '../page/main.ts?text';
import styles from '../page/page.css?text';
import { text } from './element.ts';
import { icon } from './icons.ts';
import { overview } from './overview.ts';
import { tableSection } from './section.ts';

/** One page that holds everything it needs: it loads nothing, and its policy forbids it to. */
export function htmlPage(documentation: Documentation, diagram: Diagram): string {
  const { title, subject, tables } = documentation;
  const css = `${styles}\n${paintRules('.diagram', ([light, dark]) => `light-dark(${light},${dark})`)}`;
  const policy = [
    "default-src 'none'",
    `script-src ${sourceHash(script)}`,
    `style-src ${sourceHash(css)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="quodsi-db">
<link rel="icon" href="data:,">
<title>${text(title)}</title>
<style>${css}</style>
</head>
<body>
<a class="skip" href="#document">Skip to the tables</a>
${topBar(title, subject)}
<main>
${diagramPane(
  diagram,
  tables.some((table) => table.foreignKeys.some(isTenantLink)),
)}
<div id="divider" role="separator" aria-orientation="vertical" aria-label="Width of the diagram" aria-valuemin="20" aria-valuemax="80" aria-valuenow="58" tabindex="0"></div>
<article id="document" tabindex="-1" aria-label="Tables">
${overview(documentation)}
${tables.map(tableSection).join('\n')}
</article>
</main>
<script>${script}</script>
</body>
</html>
`;
}

const sourceHash = (content: string) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

function topBar(title: string, subject: string): string {
  return `<header id="bar">
<div class="names"><h1>${text(title)}</h1><p>${text(subject)}</p></div>
<div class="search" role="search" hidden>
${icon('search')}
<input id="search" type="search" placeholder="Search tables and columns" aria-label="Search tables and columns" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" autocomplete="off" spellcheck="false">
<kbd aria-hidden="true">/</kbd>
<ul id="results" role="listbox" aria-label="Search results" hidden></ul>
</div>
<div class="tools" hidden>
<button type="button" id="theme" aria-label="Colours: as the system"><span class="face">${icon('theme')}</span><span class="word">Auto</span></button>
<button type="button" id="print" aria-label="Print">${icon('print')}</button>
</div>
</header>`;
}

function diagramPane(diagram: Diagram, hasTenantLinks: boolean): string {
  const toggle = hasTenantLinks
    ? '<label class="toggle"><input type="checkbox" id="tenant-links" checked> Links to tenants</label>'
    : '';
  return `<div id="pane" tabindex="0" role="region" aria-label="Diagram: drag to move, plus and minus to zoom, 0 to fit">
${svgOfPage(diagram)}
<div class="zoom" hidden>
<button type="button" id="zoom-out" aria-label="Zoom out">${icon('minus')}</button>
<output id="scale" aria-label="Zoom">100%</output>
<button type="button" id="zoom-in" aria-label="Zoom in">${icon('plus')}</button>
<button type="button" id="fit" aria-label="Show all">${icon('fit')}</button>
<button type="button" id="wide" aria-label="Diagram alone" aria-pressed="false">${icon('wide')}</button>
</div>
${toggle}
</div>`;
}
