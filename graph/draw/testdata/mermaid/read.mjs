// Reads flowcharts with Mermaid's own parser and prints what it understood.
// usage: node read.mjs FOLDER < texts.json
// FOLDER holds node_modules with mermaid and jsdom; texts.json maps names to flowcharts.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
const { JSDOM } = createRequire(join(folder, 'package.json'))('jsdom');
const { window } = new JSDOM('<!doctype html><body></body>');
Object.assign(globalThis, { window, document: window.document });
const core = join(folder, 'node_modules', 'mermaid', 'dist', 'mermaid.core.mjs');
const mermaid = (await import(pathToFileURL(core))).default;
mermaid.initialize({ startOnLoad: false });

// shown is the text of a label as a reader sees it: entities of the parser become those of HTML, and HTML becomes text.
function shown(label) {
  const html = (label ?? '').replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';');
  const box = window.document.createElement('div');
  box.innerHTML = html;
  const markup = [...box.querySelectorAll('*')].filter((e) => e.tagName !== 'BR').map((e) => e.tagName);
  if (markup.length > 0) throw new Error(`a label holds markup: ${markup}`);
  for (const br of box.querySelectorAll('br')) br.replaceWith('\n');
  return box.textContent;
}

const read = {};
for (const [name, text] of Object.entries(JSON.parse(readFileSync(0, 'utf8')))) {
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text);
  const { db } = diagram;
  const nodes = [...db.getVertices().values()].filter((v) => /^n\d+$/.test(v.id));
  read[name] = {
    type: diagram.type,
    nodes: nodes.map((v) => ({ id: v.id, text: shown(v.text), shape: v.type, classes: v.classes })),
    edges: db.getEdges().map((e) => ({ from: e.start, to: e.end, text: shown(e.text), type: e.type, stroke: e.stroke })),
    groups: db.getSubGraphs().map((g) => ({ id: g.id, title: shown(g.title), nodes: g.nodes })),
    classes: [...db.getClasses().keys()],
  };
}
console.log(JSON.stringify(read));
