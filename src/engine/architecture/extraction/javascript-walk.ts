/** The parser's tree (ESTree with TypeScript nodes) as plain objects: every node has a type and offsets. */
export interface EsNode {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export function isNode(value: unknown): value is EsNode {
  return typeof value === 'object' && value !== null && typeof (value as EsNode).type === 'string';
}

/**
 * Visits a tree in pre-order with a stack of its own, because generated or hostile code nests deeper than the call
 * stack. `visit` returns the context its children get, or null to skip them.
 */
export function walk<Context>(
  root: EsNode,
  initial: Context,
  visit: (node: EsNode, parent: EsNode | null, context: Context) => Context | null,
): void {
  const nodes: EsNode[] = [root];
  const parents: (EsNode | null)[] = [null];
  const contexts: Context[] = [initial];
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const context = visit(node, parents.pop() ?? null, contexts.pop() as Context);
    if (context === null) continue;
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at -= 1) {
      nodes.push(children[at] as EsNode);
      parents.push(node);
      contexts.push(context);
    }
  }
}

function childrenOf(node: EsNode): EsNode[] {
  const children: EsNode[] = [];
  for (const key in node) {
    const value = node[key];
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) children.push(value);
      continue;
    }
    for (const element of value) if (isNode(element)) children.push(element);
  }
  return children;
}

/** `a.b.c` for a chain of names and plain member accesses, null for anything else. */
export function dottedName(node: unknown): string | null {
  const parts: string[] = [];
  let current = node;
  while (isNode(current) && current.type === 'MemberExpression' && current.computed !== true) {
    parts.unshift(nameOfNode(current.property) ?? '');
    current = current.object;
    if (parts.length > 8) return null;
  }
  if (isNode(current) && current.type === 'ThisExpression') parts.unshift('this');
  else {
    const name = nameOfNode(current);
    if (name === null) return null;
    parts.unshift(name);
  }
  return parts.join('.');
}

export function nameOfNode(node: unknown): string | null {
  return isNode(node) && typeof node.name === 'string' ? node.name : null;
}

/** A string literal or a template without substitutions. */
export function stringOf(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateLiteral') return null;
  const { quasis, expressions } = node as { quasis?: { value?: { cooked?: unknown } }[]; expressions?: unknown[] };
  const cooked = quasis?.[0]?.value?.cooked;
  return expressions?.length === 0 && typeof cooked === 'string' ? cooked : null;
}
