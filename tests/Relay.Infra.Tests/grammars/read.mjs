// Reads Bicep files by the grammar of tree-sitter-bicep and writes what they declare as JSON:
// node read.mjs FILE... A value is {object}, {array}, {text} for a plain string, or {raw, inner} for an expression, where
// inner holds the objects and arrays in it.
import { readFileSync } from 'node:fs';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load('node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm'));

const kinds = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  output_declaration: 'output',
};
const isComment = node => node.type === 'comment' || node.type === 'diagnostic_comment';
const children = node => node.namedChildren.filter(child => !isComment(child));

function errorsIn(node) {
  const own = node.isError || node.isMissing ? [`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`] : [];
  return own.concat(...node.children.map(errorsIn));
}

const isText = node => node.type === 'string' && children(node).every(part => part.type !== 'interpolation');
const unquote = node => children(node).map(part => part.text).join('');

function valueOf(node) {
  if (node.type === 'object') return { object: children(node).filter(part => part.type === 'object_property').map(propertyOf) };
  if (node.type === 'array') return { array: children(node).map(valueOf) };
  if (isText(node)) return { text: unquote(node) };
  return { raw: node.text, inner: innerOf(node) };
}

function innerOf(node) {
  return children(node).flatMap(child =>
    child.type === 'object' || child.type === 'array' ? [valueOf(child)] : innerOf(child));
}

function propertyOf(node) {
  const [key, value] = children(node);
  const name = key.type === 'string' ? (isText(key) ? unquote(key) : '*') : key.text;
  return { name, value: value ? valueOf(value) : { raw: '', inner: [] } };
}

function decoratorsOf(nodes) {
  return nodes.flatMap(node => children(node)).map(decorator => {
    const call = children(decorator)[0];
    const given = call.childForFieldName('arguments');
    return {
      name: call.childForFieldName('function')?.text ?? call.text,
      arguments: given ? children(given).map(valueOf) : [],
    };
  });
}

function declarationOf(node, decorators) {
  const parts = children(node);
  const kind = kinds[node.type];
  const typed = kind === 'param' || kind === 'output';
  const named = kind === 'resource' || kind === 'module';
  const rest = parts.slice(typed || named ? 2 : 1);
  const value = rest.at(-1);
  return {
    kind,
    name: parts[0].text,
    type: named ? unquote(parts[1]) : typed ? parts[1].text : null,
    existing: kind === 'resource' && node.children.some(child => child.text === 'existing'),
    decorators: decoratorsOf(decorators),
    value: value ? valueOf(value) : null,
    line: node.startPosition.row + 1,
    source: node.text,
  };
}

function usesIn(node, uses) {
  if (node.type === 'identifier' && node.parent.type !== 'object_property') uses.push(node.text);
  else if (node.type === 'identifier' && !node.equals(node.parent.namedChild(0))) uses.push(node.text);
  node.namedChildren.forEach(child => usesIn(child, uses));
  return uses;
}

function read(path) {
  const root = parser.parse(readFileSync(path, 'utf8')).rootNode;
  const declarations = [];
  let decorators = [];
  for (const node of children(root)) {
    if (node.type === 'decorators') decorators.push(node);
    if (!(node.type in kinds)) continue;
    declarations.push(declarationOf(node, decorators));
    decorators = [];
  }
  return { path, errors: errorsIn(root), declarations, uses: usesIn(root, []) };
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(read)));
