import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Parameter } from '../../core-tree.js';

/** Property names as written in object literals and patterns. */
export const propertyNames = {
  /** `'a'`, `"a"` and `a` name the same property. */
  unquote(text: string): string {
    return /^(["']).*\1$/s.test(text) ? text.slice(1, -1) : text;
  },
};

/** Parameters of any JavaScript or TypeScript function, methods and arrows included. */
export function javascriptParameters(tree: SyntaxTree, fn: SyntaxNode): readonly Parameter[] {
  const single = fn.children.find((child) => child.field === 'parameter');
  if (single) return [parameter(tree, single, single)];
  const list = fn.children.find((child) => child.field === 'parameters');
  const nodes = (list?.children ?? []).filter((child) => child.named && child.kind !== 'comment');
  return nodes.map((node) => {
    const typed = node.kind === 'required_parameter' || node.kind === 'optional_parameter';
    const pattern = typed ? node.children.find((child) => child.field === 'pattern') : node;
    return parameter(tree, node, pattern ?? node);
  });
}

function parameter(tree: SyntaxTree, node: SyntaxNode, pattern: SyntaxNode): Parameter {
  const target = pattern.kind === 'assignment_pattern' ? (pattern.children[0] ?? pattern) : pattern;
  const type = node.children.find((child) => child.field === 'type');
  const rest = target.kind === 'rest_pattern';
  const named = rest ? (target.children.find((child) => child.named) ?? target) : target;
  return {
    name: tree.text(named),
    node,
    type: isParsed(tree, node) ? 'ParsedByPipe' : type ? tree.text(type).replace(/^:\s*/, '') : null,
    annotations: node.children
      .filter((child) => child.kind === 'decorator')
      .map((child) => tree.text(child).slice(1).split('(')[0] ?? ''),
    rest,
    properties: named.kind === 'object_pattern' ? boundNames(tree, named) : [],
  };
}

/** NestJS: what goes through such a pipe is a number, an id or one of a few words, or the request is refused. */
const parsers = /\bParse(Int|Float|Bool|UUID|Enum|Date)Pipe\b|\bParse(Mongo|Object)IdPipe\b/;

function isParsed(tree: SyntaxTree, parameter: SyntaxNode): boolean {
  return parameter.children.some((child) => child.kind === 'decorator' && parsers.test(tree.text(child)));
}

function boundNames(tree: SyntaxTree, pattern: SyntaxNode): readonly string[] {
  return pattern.children.flatMap((child) => {
    if (child.kind === 'shorthand_property_identifier_pattern') return [tree.text(child)];
    if (child.kind === 'object_assignment_pattern' && child.children[0]) return [tree.text(child.children[0])];
    return [];
  });
}
