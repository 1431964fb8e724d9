import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Check, CheckMatch } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Members that a runtime or a framework calls by name. */
const known =
  /^(?:serialVersionUID|serialPersistentFields|readObject|writeObject|readResolve|writeReplace|readObjectNoData|main|Main|valueOf|_|Awake|Start|Update|FixedUpdate|LateUpdate|On[A-Z]\w*)$/;
/** Classes whose fields somebody reads by reflection. */
const reflected =
  /@(?:Data|Getter|Setter|Value|Builder|Entity|Embeddable|MappedSuperclass|Document|Table|ConfigurationProperties|JsonAutoDetect|AllArgsConstructor|RequiredArgsConstructor|XmlAccessorType)\b|\[(?:Serializable|DataContract|StructLayout|InlineArray|JsonObject)\b|\b(?:MonoBehaviour|ScriptableObject)\b|\bpartial\b|\bJNI\b|\bnative\b|Unsafe\b|FieldUpdater|VarHandle|getDeclared(?:Field|Method)/;

/** A private field or method whose name stands nowhere but in its declaration. */
export const unusedPrivateMember: Check = function* (file) {
  if (file.holds(reflected)) return;
  for (const kind of ['field_declaration', 'method_declaration']) {
    for (const node of file.tree.byKind(kind)) {
      if (!isPrivate(file, node) || hasAnnotations(node)) continue;
      for (const name of namesOf(file, node)) {
        const word = file.text(name);
        if (known.test(word) || mentions(file.tree, word) > 1) continue;
        yield told(name, kind === 'method_declaration' ? `Nothing calls ${word}.` : `Nothing reads ${word}.`);
      }
    }
  }
};

/** An import whose name stands nowhere else. */
export const unusedImport: Check = function* (file) {
  for (const node of file.tree.byKind('import_declaration')) {
    const text = file.text(node);
    const name = /\.(\w+)\s*;$/.exec(text)?.[1];
    if (name === undefined || mentions(file.tree, name) > 1) continue;
    yield { node };
  }
};

function told(node: SyntaxNode, what: string): CheckMatch {
  return { node, message: `${what} Remove it, or use it where it was meant.` };
}

function isPrivate(file: SourceFile, node: SyntaxNode): boolean {
  if (/\b(?:protected|override|extern)\b/.test(file.text(node).split(/[({=]/, 1)[0] ?? '')) return false;
  return node.children.some(
    (child) =>
      (child.kind === 'modifiers' && child.children.some((one) => one.kind === 'private')) ||
      (child.kind === 'modifier' && file.text(child) === 'private'),
  );
}

function hasAnnotations(node: SyntaxNode): boolean {
  return node.children.some(
    (child) =>
      child.kind === 'attribute_list' ||
      (child.kind === 'modifiers' && child.children.some((one) => one.kind.endsWith('annotation'))),
  );
}

function namesOf(file: SourceFile, node: SyntaxNode): readonly SyntaxNode[] {
  const own = file.field(node, 'name');
  if (own) return [own];
  return file
    .descendants(node, new Set(['variable_declarator']), file.grammar.functions)
    .flatMap((declarator) => file.field(declarator, 'name') ?? []);
}

const counted = new WeakMap<SyntaxTree, Map<string, number>>();

/** How often a word stands in the source, comments included. */
function mentions(tree: SyntaxTree, word: string): number {
  let counts = counted.get(tree);
  if (!counts) {
    counted.set(tree, (counts = new Map()));
    for (const one of tree.source.match(/\w+/g) ?? []) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return counts.get(word) ?? 0;
}
