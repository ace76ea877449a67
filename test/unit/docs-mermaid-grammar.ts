// What Mermaid takes for an `erDiagram`, as far as ours use it: the tokens of its lexer, of which each line is to be made.
// https://github.com/mermaid-js/mermaid/blob/develop/packages/mermaid/src/diagrams/er/parser/erDiagram.jison

const entity = '[A-Za-z][A-Za-z0-9_]*';
const label = '"[^"%\\r\\n\\v\\b\\\\]+"';
const cardinality = '(?:\\|\\||\\|o)--(?:o\\{|o\\|)';
const word = '[*A-Za-z_\\u00C0-\\uFFFF][A-Za-z0-9\\-_[\\]()\\u00C0-\\uFFFF*]*';
const keys = '(?:PK|FK|UK)(?:, (?:PK|FK|UK))*';

const relation = new RegExp(`^ {2}${entity} ${cardinality} ${entity} : ${label}$`, 'u');
const open = new RegExp(`^ {2}(${entity})(?:\\[${label}\\])?( \\{)?$`, 'u');
const attribute = new RegExp(`^ {4}(${word}) (${word})(?: ${keys})?(?: "[^"\\n]*")?$`, 'u');
/** Taken for a word of the language wherever it stands as an id. */
const language =
  /^(?:title|style|class|classDef|click|subgraph|end|one|many|to|u|o|only|zero|optionally|direction)$/i;
/** Taken for the mark of a key wherever an attribute begins with it. */
const keyMark = /^(?:PK|FK|UK)\b/i;
/** Taken for a direction wherever it stands in a line. */
const direction = /direction\s+(?:TB|BT|RL|LR)/i;

/** The lines that Mermaid would not take; none for a diagram that it draws. */
export function mermaidFaults(diagram: string): string[] {
  const [head, ...lines] = diagram.split('\n');
  const faults = head === 'erDiagram' ? [] : [`head: ${head}`];
  const ids = new Set<string>();
  let isOpen = false;
  for (const line of lines) {
    if (direction.test(line)) faults.push(line);
    if (isOpen) {
      const [, type = '', name = ''] = attribute.exec(line) ?? [];
      if (line === '  }') isOpen = false;
      else if (name === '' || keyMark.test(type) || keyMark.test(name)) faults.push(line);
    } else if (!relation.test(line)) {
      const [, id = '', brace] = open.exec(line) ?? [];
      if (id === '' || language.test(id) || ids.has(id)) faults.push(line);
      ids.add(id);
      isOpen = brace !== undefined;
    }
  }
  return isOpen ? [...faults, 'a block is not closed'] : faults;
}
