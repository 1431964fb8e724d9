import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { listOption } from '../options.js';

/** Lines above an unsafe block in which its reason may stand. */
const reasonLines = 4;

/** An unsafe block, or a call of these in one, that no comment gives a reason for. */
export const unsafeWithoutReason: Check = function* (file, options) {
  const calls = listOption(options, 'calls');
  for (const name of calls) {
    for (const call of file.tree.callsTo(name)) {
      // Safe functions go by some of these names too: `File::set_len`, `BytesMut::zeroed`.
      if (file.enclosing(call, new Set(['unsafe_block'])) && !hasReason(file, call)) yield { node: call };
    }
  }
  if (calls.length > 0) return;
  for (const block of file.tree.byKind('unsafe_block')) if (!hasReason(file, block)) yield { node: block };
};

function hasReason(file: SourceFile, node: SyntaxNode): boolean {
  const block = file.enclosing(node, new Set(['unsafe_block'])) ?? node;
  const fn = file.enclosingFunction(node);
  const above = file.tree.source
    .slice(0, block.start)
    .split('\n')
    .slice(-reasonLines - 1)
    .join('\n');
  const text = `${above}${file.text(block)}`;
  // An unsafe function's documentation says what its caller promises.
  const isUnsafe = fn !== null && /^(pub(\([^)]*\))?\s+)?(const\s+)?unsafe\b/.test(file.text(fn));
  return isUnsafe || /safety|SAFETY|Safety|safe because|sound/.test(text);
}

const handlerTypes = /\b(Query|Path|Json|Form|Data|State|HttpRequest|Multipart|Request)\s*</;
const routeAttribute = /^#\[(\w+::)?(get|post|put|delete|patch|route|head)\s*\(/;

/** `unwrap` and `expect` in a function that answers requests; a poisoned lock is another matter. */
export const unwrapInHandler: Check = function* (file) {
  for (const call of [...file.tree.callsTo('unwrap'), ...file.tree.callsTo('expect')]) {
    const fn = file.enclosingFunction(call);
    if (!fn || fn.kind !== 'function_item' || !isHandler(file, fn) || isTest(file, fn)) continue;
    const callee = file.field(call, 'function');
    const value = callee ? file.field(callee, 'value') : null;
    const receiver = value ? file.text(value) : '';
    if (
      callee?.kind !== 'field_expression' ||
      /\.(lock|read|write|borrow|try_into)\(\)$/.test(receiver) ||
      /Regex::new\("/.test(receiver)
    )
      continue;
    yield { node: call };
  }
};

/** In a module or function that only tests compile: `#[cfg(test)]`, `#[tokio::test]`. */
function isTest(file: SourceFile, fn: SyntaxNode): boolean {
  for (let place: SyntaxNode | null = fn; place; place = place.parent) {
    if (place.kind !== 'mod_item' && place.kind !== 'function_item') continue;
    const siblings = place.parent?.children ?? [];
    for (let at = siblings.indexOf(place) - 1; siblings[at]?.kind === 'attribute_item'; at -= 1) {
      const attribute = siblings[at];
      if (attribute && /^#\[(?:cfg\(test\)|(?:\w+::)*test\b)/.test(file.text(attribute))) return true;
    }
  }
  return false;
}

function isHandler(file: SourceFile, fn: SyntaxNode): boolean {
  const parameters = file.field(fn, 'parameters');
  if (
    parameters &&
    fn.children.some((child) => /\basync\b/.test(file.text(child)) && child.kind === 'function_modifiers') &&
    handlerTypes.test(file.text(parameters))
  )
    return true;
  const siblings = fn.parent?.children ?? [];
  const before = siblings[siblings.indexOf(fn) - 1];
  return before?.kind === 'attribute_item' && routeAttribute.test(file.text(before));
}

/** A guard of a lock of std that lives across an `.await`. */
export const lockAcrossAwait: Check = function* (file) {
  if (
    file.holds(/tokio::sync::(Mutex|RwLock)|futures::lock|async_std::sync|async_lock/) &&
    !file.holds(/std::sync::(Mutex|RwLock|\{)/)
  )
    return;
  for (const declaration of file.tree.byKind('let_declaration')) {
    const value = file.field(declaration, 'value');
    const pattern = file.field(declaration, 'pattern');
    if (
      !value ||
      pattern?.kind !== 'identifier' ||
      !/\.(lock|write|read)\(\)\s*(\.unwrap\(\)|\.expect\([^)]*\))$/.test(file.text(value))
    )
      continue;
    const block = declaration.parent;
    const name = file.text(pattern);
    if (!block) continue;
    const rest = file.tree.source.slice(declaration.end, block.end);
    const waits = rest.search(/\.await\b/);
    const dropped = rest.search(new RegExp(`\\bdrop\\(\\s*${name}\\s*\\)`));
    if (waits >= 0 && (dropped < 0 || dropped > waits)) yield { node: declaration };
  }
};

const collection = /^(&?(mut\s+)?)?(Vec|String|HashMap|HashSet|BTreeMap|BTreeSet|VecDeque)\b/;

/** `.clone()` in a loop of a collection that was declared outside of it. */
export const collectionClonedInLoop: Check = function* (file) {
  for (const call of file.tree.callsTo('clone')) {
    const loop = loopAround(file, call);
    const fn = file.enclosingFunction(call);
    const callee = file.field(call, 'function');
    const value = callee ? file.field(callee, 'value') : null;
    if (!loop || !fn || !value || calleeName(file.tree, call) !== 'clone') continue;
    if (value.kind === 'field_expression' && isFieldOfOuter(file, call, value, loop)) yield { node: call };
    if (value.kind !== 'identifier') continue;
    const name = file.text(value);
    const holders = file.descendants(fn, new Set(['parameter', 'let_declaration']));
    const declared = holders.find((one) => {
      const pattern = file.field(one, 'pattern');
      return one.start < loop.start && pattern !== null && file.text(pattern) === name;
    });
    if (!declared) continue;
    const type = file.field(declared, 'type');
    const given = file.field(declared, 'value');
    const isCollection =
      (type !== null && collection.test(file.text(type))) ||
      (given !== null && /^(vec!|Vec::|HashMap::|String::from|HashSet::)/.test(file.text(given)));
    if (isCollection) yield { node: call };
  }
};

/** `let names: Vec<String> = config.names.clone()` of what was there before the loop. */
function isFieldOfOuter(file: SourceFile, call: SyntaxNode, value: SyntaxNode, loop: SyntaxNode): boolean {
  const declaration = call.parent;
  const type = declaration?.kind === 'let_declaration' ? file.field(declaration, 'type') : null;
  const [, root] = /^(\w+)(?:\.\w+)+$/.exec(file.text(value)) ?? [];
  if (
    root === undefined ||
    !type ||
    !collection.test(file.text(type)) ||
    /^let\s+mut\b/.test(file.text(call.parent ?? call))
  )
    return false;
  const bindings = file.tree.source.slice(loop.start, call.start);
  return root !== 'self' && !new RegExp(`\\b(?:for|let)\\s+[^=;{]*\\b${root}\\b`).test(bindings);
}
