import { readImports, type Imports } from '../flow/imports.js';
import { valueOrigins, type Origins } from '../flow/value-origin.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { GrammarFacts } from '../languages/language-tables.js';
import { grammarOf } from './grammar-facts.js';
import { wordsOf } from './required-words.js';
import { indexedOnce, TextIndex, type IndexedRegex } from './text-index.js';

/** Longest dotted name that is looked at. */
const maximumSegments = 8;

/** A file under analysis, as rules see it: tree, imports, value origins and the grammar's vocabulary. */
export class SourceFile {
  readonly imports: Imports;
  readonly origins: Origins;
  readonly grammar: GrammarFacts;
  /** Ids of all rules there are, for comments that name them. */
  knownRules: readonly string[] = [];

  constructor(
    readonly tree: SyntaxTree,
    readonly filename: string | null = null,
    origins?: Origins,
    /** The other file of the program that a node belongs to; null for a node of this one. */
    readonly otherFile: (node: SyntaxNode) => { readonly path: string; readonly tree: SyntaxTree } | null = () => null,
  ) {
    this.imports = readImports(tree);
    this.origins = origins ?? valueOrigins(tree, this.imports);
    this.grammar = grammarOf(tree.language);
  }

  private withoutRegexes: string | undefined;

  /**
   * The source with the insides of regular expressions blanked, each place where it was: a program that looks for
   * `xmrig` is no miner.
   */
  get behaviour(): string {
    this.withoutRegexes ??= blanked(this.tree, 'regex_pattern');
    return this.withoutRegexes;
  }

  private sourceIndex: TextIndex | undefined;
  private behaviourIndex: TextIndex | undefined;

  /** The source, for expressions that are asked of all of it. */
  get indexedSource(): TextIndex {
    this.sourceIndex ??= new TextIndex(this.tree.source);
    return this.sourceIndex;
  }

  /** `behaviour`, likewise. */
  get indexedBehaviour(): TextIndex {
    this.behaviourIndex ??= this.behaviour === this.tree.source ? this.indexedSource : new TextIndex(this.behaviour);
    return this.behaviourIndex;
  }

  private readonly answers = new Map<IndexedRegex, boolean>();

  /**
   * Whether an expression matches anywhere in the source. Only for those that are written in a rule or a check: each is
   * prepared once for all files, and asked once of each.
   */
  holds(regex: RegExp): boolean {
    const wanted = indexedOnce(regex);
    let answer = this.answers.get(wanted);
    if (answer === undefined) {
      answer = this.indexedSource.mayMatch(wanted) && regex.test(this.tree.source);
      this.answers.set(wanted, answer);
    }
    return answer;
  }

  private written: ReadonlySet<string> | undefined;

  /** Every word of the source, in lower case. */
  get words(): ReadonlySet<string> {
    this.written ??= wordsOf(this.tree.source);
    return this.written;
  }

  private readonly qualifiedNames = new Map<SyntaxNode, string | null>();

  text(node: SyntaxNode): string {
    return this.tree.text(node);
  }

  field(node: SyntaxNode, name: string): SyntaxNode | null {
    for (const child of node.children) if (child.field === name) return child;
    return null;
  }

  /** The dotted name of a name or member chain with imports resolved (`sp.run` → `subprocess.run`); null for anything else. */
  qualifiedName(node: SyntaxNode): string | null {
    let name = this.qualifiedNames.get(node);
    if (name === undefined) this.qualifiedNames.set(node, (name = this.nameInFull(node)));
    return name;
  }

  private nameInFull(node: SyntaxNode): string | null {
    const segments: string[] = [];
    let place: SyntaxNode | null = node;
    while (place && segments.length < maximumSegments) {
      const part: SyntaxNode | null =
        this.field(place, 'attribute') ?? this.field(place, 'property') ?? this.field(place, 'field');
      if (!part) break;
      segments.push(this.text(part));
      place = this.field(place, 'object');
    }
    if (!place || place.children.length > 0 || !place.named) return null;
    const name = this.text(place);
    // Patterns write module names as identifiers: `fs_promises.readFile`, `node_serialize.unserialize`.
    segments.push((this.imports.names.get(name) ?? name).replace(/[^\w.]/g, '_'));
    return segments.toReversed().join('.');
  }

  /** Local names that stand for something imported whose last name is `name`. */
  aliases(name: string): readonly string[] {
    const found: string[] = [];
    for (const [local, qualified] of this.imports.names) {
      if (local !== name && qualified.endsWith(`.${name}`)) found.push(local);
    }
    return found;
  }

  /** The nearest node around this one of one of the kinds, within `boundary` kinds. */
  enclosing(node: SyntaxNode, kinds: ReadonlySet<string>, boundary?: ReadonlySet<string>): SyntaxNode | null {
    for (let place = node.parent; place; place = place.parent) {
      if (kinds.has(place.kind) && place.named) return place;
      if (boundary?.has(place.kind)) return null;
    }
    return null;
  }

  enclosingFunction(node: SyntaxNode): SyntaxNode | null {
    return this.enclosing(node, this.grammar.functions);
  }

  /** Named descendants of the kinds, in order; with `boundary`, not those inside nested nodes of these kinds. */
  descendants(node: SyntaxNode, kinds: ReadonlySet<string>, boundary?: ReadonlySet<string>): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    for (let id = node.id + 1; id < node.subtreeEnd; id += 1) {
      const one = this.tree.nodes[id];
      if (!one) break;
      if (one.named && kinds.has(one.kind)) found.push(one);
      if (boundary?.has(one.kind)) id = one.subtreeEnd - 1;
    }
    return found;
  }

  named(node: SyntaxNode): readonly SyntaxNode[] {
    return node.children.filter((child) => child.named && !child.kind.endsWith('comment'));
  }
}

function blanked(tree: SyntaxTree, kind: string): string {
  const nodes = tree.byKind(kind);
  if (nodes.length === 0) return tree.source;
  let out = '';
  let from = 0;
  for (const { start, end } of nodes) {
    out += tree.source.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return out + tree.source.slice(from);
}
