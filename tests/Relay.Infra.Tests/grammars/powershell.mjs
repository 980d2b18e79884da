// Reads a PowerShell script from standard input by the grammar of tree-sitter-powershell, and writes its faults, a line each.
import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load('node_modules/tree-sitter-powershell/tree-sitter-powershell.wasm'));

function faultsIn(node) {
  const own = node.isError || node.isMissing ? [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60).split('\n')[0]}`] : [];
  return own.concat(...node.children.map(faultsIn));
}

for (const fault of faultsIn(parser.parse(readFileSync(0, 'utf8')).rootNode)) console.log(fault);
