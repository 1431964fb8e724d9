import { calleeName, callKinds } from './callee.js';
import { LineIndex } from './line-index.js';
import type { LanguageId, Position, SyntaxNode, SyntaxTree } from './syntax-tree.js';

const none: readonly SyntaxNode[] = [];

/** The engine's tree with its indexes, each built when it is first asked for. */
export class IndexedTree implements SyntaxTree {
  private kinds: Map<string, SyntaxNode[]> | undefined;
  private calls: Map<string, SyntaxNode[]> | undefined;
  private lineIndex: LineIndex | undefined;

  constructor(
    readonly language: LanguageId,
    readonly source: string,
    readonly nodes: readonly SyntaxNode[],
    readonly errors: readonly SyntaxNode[],
  ) {}

  get root(): SyntaxNode {
    const root = this.nodes[0];
    if (root === undefined) throw new Error('a tree has a root');
    return root;
  }

  get lines(): LineIndex {
    this.lineIndex ??= new LineIndex(this.source);
    return this.lineIndex;
  }

  byKind(kind: string): readonly SyntaxNode[] {
    if (this.kinds === undefined) {
      this.kinds = new Map();
      for (const node of this.nodes) append(this.kinds, node.kind, node);
    }
    return this.kinds.get(kind) ?? none;
  }

  callsTo(name: string): readonly SyntaxNode[] {
    if (this.calls === undefined) {
      this.calls = new Map();
      const all = callKinds.flatMap((kind) => this.byKind(kind)).filter((node) => node.named);
      for (const node of all.sort((a, b) => a.id - b.id)) {
        const called = calleeName(this, node);
        if (called !== null) append(this.calls, called, node);
      }
    }
    return this.calls.get(name) ?? none;
  }

  text(node: SyntaxNode): string {
    return this.source.slice(node.start, node.end);
  }

  position(offset: number): Position {
    return this.lines.position(offset);
  }
}

function append(index: Map<string, SyntaxNode[]>, key: string, node: SyntaxNode): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, [node]);
  else found.push(node);
}
