import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { isLocked } from '../races/check-then-act.js';

const shared =
  /\bextends\s+\w*HttpServlet\b|@(?:RestController|Controller|Service|Component|Repository|Singleton|ApplicationScoped)\b/;
const plain =
  /^(?:private|protected|public|static|final|\s)*(?:Map|HashMap|LinkedHashMap|TreeMap|Set|HashSet|List|ArrayList|LinkedList|Deque|ArrayDeque)<[^=;]{0,120}>\s+(\w+)\s*=\s*new\s+(?:HashMap|LinkedHashMap|TreeMap|HashSet|ArrayList|LinkedList|ArrayDeque)\b/;
const changes = [
  'put',
  'add',
  'remove',
  'merge',
  'computeIfAbsent',
  'putIfAbsent',
  'addAll',
  'putAll',
  'clear',
  'push',
  'poll',
];

/** All requests share a plain collection of a servlet, controller or service, and methods change it without a lock. */
export const sharedPlainCollection: Check = function* (file) {
  for (const holder of file.tree.byKind('class_declaration')) {
    const head = file.text(holder).split('{', 1)[0] ?? '';
    if (!shared.test(head) || /@Scope\(\s*"?(?:prototype|request)|@RequestScope/.test(head)) continue;
    const names = new Set(
      file
        .descendants(holder, new Set(['field_declaration']), file.grammar.functions)
        .map((field) => plain.exec(file.text(field))?.[1])
        .filter((name) => name !== undefined),
    );
    if (names.size === 0) continue;
    const told = new Set<string>();
    for (const change of changes) {
      for (const call of file.tree.callsTo(change)) {
        if (call.start < holder.start || call.end > holder.end) continue;
        const object = file.field(call, 'object');
        const name = object ? file.text(object).replace(/^this\./, '') : '';
        const method = file.enclosingFunction(call);
        if (!names.has(name) || told.has(name) || method?.kind !== 'method_declaration') continue;
        if (isLocked(file, call) || isSetUp(file, method)) continue;
        told.add(name);
        yield {
          node: call,
          message: `All requests share ${name}, and a plain collection breaks when two threads change it. Use a concurrent one (ConcurrentHashMap, CopyOnWriteArrayList), or hold a lock.`,
        };
      }
    }
  }
};

/** Runs once before the first request. */
function isSetUp(file: SourceFile, method: SyntaxNode): boolean {
  return (
    /@(?:PostConstruct|Autowired|Inject|EventListener)\b/.test(file.text(method).slice(0, 200)) ||
    /^(?:init|set[A-Z]|register|configure|load)/.test(file.text(file.field(method, 'name') ?? method).slice(0, 40))
  );
}

/** `v = map.get(k); map.put(k, v + 1)` on a concurrent map: each call is atomic, the two together are not. */
export const concurrentGetThenPut: Check = function* (file) {
  const { source } = file.tree;
  if (!source.includes('Concurrent')) return;
  const maps = new Set(
    [...source.matchAll(/\bConcurrent(?:Hash|SkipList)?Map<[^;=(){}]{1,120}>\s+(\w+)/g)].map((found) => found[1]),
  );
  // `Map<String, Integer> counts = new ConcurrentHashMap<>()`.
  for (const found of source.matchAll(/\bMap<[^;=(){}]{1,120}>\s+(\w+)\s*=\s*new\s+Concurrent/g)) maps.add(found[1]);
  for (const put of file.tree.callsTo('put')) {
    const object = file.field(put, 'object');
    const name = object ? file.text(object).replace(/^this\./, '') : '';
    const fn = file.enclosingFunction(put);
    const list = file.field(put, 'arguments');
    const [key, value] = list ? file.named(list) : [];
    if (!maps.has(name) || !fn || !key || !value || isLocked(file, put)) continue;
    const before = file.tree.source.slice(fn.start, put.start);
    const asked = `\\b${name}\\.(?:get|getOrDefault)\\(\\s*${file.text(key).replace(/[^\w]/g, '\\$&')}\\s*[,)]`;
    const direct = new RegExp(asked).test(file.text(value));
    const read = new RegExp(`\\b(\\w+)\\s*=\\s*(?:this\\.)?${asked}`).exec(before)?.[1];
    if (
      direct ||
      (read !== undefined &&
        new RegExp(`\\b${read}\\b\\s*[-+*]|[-+*]\\s*${read}\\b|\\b${read}\\s*==\\s*null\\s*\\?`).test(file.text(value)))
    )
      yield { node: put };
  }
};

/** `count++` on a volatile field reads and writes in two steps. */
export const volatileIncrement: Check = function* (file) {
  if (!file.tree.source.includes('volatile')) return;
  const names = new Set(
    [...file.tree.source.matchAll(/\bvolatile\s+(?:int|long|short|byte|Integer|Long)\s+(\w+)/g)].map(
      (found) => found[1],
    ),
  );
  for (const kind of ['update_expression', 'assignment_expression']) {
    for (const node of file.tree.byKind(kind)) {
      const name = /^(?:\+\+|--)?(?:this\.)?(\w+)\s*(?:\+\+|--|[-+*]=|$)/.exec(file.text(node).slice(0, 80))?.[1];
      if (name !== undefined && names.has(name) && !isLocked(file, node)) yield { node };
    }
  }
};

/** A static field filled on first use, without a lock: two threads may fill it twice, or see it half made. */
export const unlockedLazyInstance: Check = function* (file) {
  const declared = /\bstatic\s+(?!final)[\w<>., ?]{1,80}\s(\w+)\s*(?:=\s*null\s*)?;/g;
  const fields = new Set([...file.tree.source.matchAll(declared)].map((found) => found[1]));
  if (fields.size === 0) return;
  for (const node of file.tree.byKind('if_statement')) {
    const condition = file.field(node, 'condition');
    const body = file.field(node, 'consequence');
    const name = condition && /^\(\s*(?:null\s*==\s*)?(\w+)\s*(?:==\s*null)?\s*\)$/.exec(file.text(condition))?.[1];
    const fn = file.enclosingFunction(node);
    if (!name || !body || !fn || !/null/.test(file.text(condition)) || isLocked(file, node)) continue;
    if (!fields.has(name)) continue;
    const made = file
      .descendants(body, new Set(['assignment_expression']))
      .find((one) => new RegExp(`^(?:\\w+\\.)?${name}\\s*=\\s*new\\b`).test(file.text(one)));
    if (made && /^\s*(?:@\w+\s*)*(?:public|private|protected)?\s*static\b/.test(file.text(fn).slice(0, 120)))
      yield { node: made };
  }
};
