import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
} from 'yaml';
import { MAX_FAULTS, nearest, type RuleFault } from './rule-fault.js';

/** Nodes that are looked at in one file: anchors can make few bytes many. */
const maximumNodes = 100_000;

/** A node of a YAML file with its place: what readers ask it for is checked, and every mistake is kept with line and pointer. */
export class YamlView {
  private constructor(
    private readonly file: YamlFile,
    private readonly node: Node | null,
    readonly pointer: string,
    /** Where to point when the node itself is missing. */
    private readonly near: Node | null,
  ) {}

  static of(file: YamlFile, node: Node | null): YamlView {
    return new YamlView(file, node, '', node);
  }

  get isThere(): boolean {
    return this.node !== null && !(isScalar(this.node) && this.node.value === null);
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isText(): boolean {
    return isScalar(this.node) && typeof this.node.value === 'string';
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** Keys of a map, in order. */
  keys(): readonly string[] {
    if (!isMap(this.node)) return [];
    return this.node.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  }

  /** The value of a key; one that is not there when it is missing. */
  at(key: string): YamlView {
    const pair = isMap(this.node)
      ? this.node.items.find(({ key: one }) => isScalar(one) && String(one.value) === key)
      : undefined;
    const value = pair ? this.file.resolved(pair.value as Node | null) : null;
    const near = (pair?.key as Node | undefined) ?? this.node ?? this.near;
    return new YamlView(this.file, value, `${this.pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`, near);
  }

  /** The items of a list. */
  items(): readonly YamlView[] {
    if (!isSeq(this.node)) return [];
    return this.node.items.map(
      (item, index) => new YamlView(this.file, this.file.resolved(item as Node), `${this.pointer}/${index}`, this.node),
    );
  }

  /** Text; null (and a fault) for anything else. */
  text(what = 'a text'): string | null {
    if (isScalar(this.node) && typeof this.node.value === 'string') return this.node.value;
    // `pattern: 5` and `pattern: true` are code.
    if (isScalar(this.node) && this.node.value !== null) return String(this.node.source ?? this.node.value);
    this.fault(this.isThere ? 'invalid' : 'missing', `must be ${what}`);
    return null;
  }

  /** One text or a list of texts. */
  texts(): string[] {
    if (isSeq(this.node)) return this.items().flatMap((item) => item.text() ?? []);
    const text = this.text('a text or a list of texts');
    return text === null ? [] : [text];
  }

  /** The plain value, for what another schema checks; undefined (and a fault) where aliases make it too large. */
  plain(): unknown {
    try {
      return this.node?.toJS(this.file.document, { maxAliasCount: 100 });
    } catch (error) {
      // The library's word for an alias without an anchor, and for one that multiplies.
      if (!(error instanceof ReferenceError)) throw error;
      this.fault('invalid', 'holds aliases that name nothing, or too much');
      return undefined;
    }
  }

  /** Every key must be one of these. */
  only(known: readonly string[], refused: Readonly<Record<string, string>> = {}): void {
    for (const key of this.keys()) {
      if (known.includes(key)) continue;
      const why = Object.hasOwn(refused, key) ? refused[key] : undefined;
      const like = nearest(key, known);
      const guess = like === null ? '' : `; did you mean "${like}"?`;
      this.at(key).keyFault(
        why ? 'unsupported' : 'unknown_key',
        why ?? `the key "${key.slice(0, 60)}" is not known${guess}`,
      );
    }
  }

  fault(code: string, message: string): void {
    this.file.fault(code, message, this.pointer, this.node ?? this.near);
  }

  private keyFault(code: string, message: string): void {
    this.file.fault(code, message, this.pointer, this.near);
  }
}

/** A parsed YAML file that collects what is wrong with it. */
export class YamlFile {
  readonly faults: RuleFault[] = [];
  readonly document: Document.Parsed;
  private readonly lines = new LineCounter();
  private targets: ReadonlyMap<Alias, Node> | null = null;
  private seen = 0;

  constructor(text: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false });
    const { errors } = this.document;
    // The parser descends by recursion and tells each level that had no room: once is enough.
    const deep = errors.find(({ message }) => message.includes('call stack'));
    if (deep) this.add('yaml', 'the file nests too deep', '', deep.pos[0]);
    else for (const error of errors) this.add('yaml', saidOf(error), '', error.pos[0]);
  }

  get root(): YamlView {
    return YamlView.of(this, this.document.contents);
  }

  /** An alias's target, within the file's bound of nodes; null (and a fault) where the alias stands in its own target. */
  resolved(node: Node | null): Node | null {
    this.seen += 1;
    if (this.seen > maximumNodes) {
      if (this.seen === maximumNodes + 1) this.fault('too_large', 'the file holds too much', '', node);
      return null;
    }
    if (!isAlias(node)) return node;
    this.targets ??= aliasTargets(this.document);
    const target = this.targets.get(node) ?? null;
    if (target === null || !encloses(target, node)) return target;
    this.fault('invalid', `"*${node.source.slice(0, 60)}" stands within what it names`, '', node);
    return null;
  }

  fault(code: string, message: string, pointer: string, node: Node | null): void {
    this.add(code, message, pointer, node?.range?.[0] ?? 0);
  }

  private add(code: string, message: string, pointer: string, offset: number): void {
    if (this.faults.length >= MAX_FAULTS) return;
    const { line, col } = this.lines.linePos(offset);
    this.faults.push({ pointer, line: Math.max(1, line), column: Math.max(1, col), code, message });
  }
}

function saidOf({ code, message }: YAMLParseError): string {
  return code === 'MULTIPLE_DOCS' ? 'the file must be one document' : (message.split('\n')[0] ?? '');
}

/** What each alias names, found in one walk: an anchor may be set again further down. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias: (_key, alias) => {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
    },
    Value: (_key, node) => {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** An alias names what came before it, so only one within its target makes a loop. */
function encloses(target: Node, alias: Alias): boolean {
  const [outer, inner] = [target.range, alias.range];
  return !!outer && !!inner && outer[0] <= inner[0] && inner[1] <= outer[1];
}
