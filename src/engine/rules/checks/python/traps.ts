import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** A literal key that a dictionary already has. */
export const duplicateDictionaryKey: Check = function* (file) {
  for (const dictionary of file.tree.byKind('dictionary')) {
    const seen = new Set<string>();
    for (const pair of file.named(dictionary)) {
      const key = pair.kind === 'pair' ? file.field(pair, 'key') : null;
      if (!key || !/^(string|integer)$/.test(key.kind) || file.text(key).startsWith('f')) continue;
      const text = file.text(key).replace(/^'(.*)'$/, '"$1"');
      if (seen.has(text)) yield { node: pair };
      seen.add(text);
    }
  }
};

/** Who keeps a function beyond the round that makes it, by its own name or that of the argument. */
const keepers =
  /\.(append|appendleft|add|add_done_callback|connect|bind|after|register|subscribe|submit|setdefault|insert|put|put_nowait|call_later|call_soon|call_soon_threadsafe|every|on|once|on_click|on_press|push|callback|add_callback|add_handler|add_job|after_idle|bind_all|protocol)$/;
const keptAs = /^(?:command|callback|callbacks|handler|action|target|hook|listener|validate|on_\w+|default_factory)$/;

/** A lambda that reads the loop's variable and is kept: it runs when the variable has moved on. */
export const lateBindingClosure: Check = function* (file) {
  for (const lambda of file.tree.byKind('lambda')) {
    if (!lambda.named || !isKept(file, lambda)) continue;
    const target = variableAround(file, lambda);
    const body = file.field(lambda, 'body');
    if (!target || !body) continue;
    const parameters = file.field(lambda, 'parameters');
    const own = new Set(parameters ? namesIn(file, parameters) : []);
    const used = new Set(namesIn(file, body));
    if (namesIn(file, target).some((name) => used.has(name) && !own.has(name))) yield { node: lambda };
  }
  yield* keptFunctions(file);
};

/** A function defined in a round of the loop, which reads the loop's variable and is kept by its name. */
function* keptFunctions(file: SourceFile): Generator<{ node: SyntaxNode }> {
  for (const fn of file.tree.byKind('function_definition')) {
    const loop = file.enclosing(fn, file.grammar.loops, file.grammar.functions);
    const target = loop?.kind === 'for_statement' ? file.field(loop, 'left') : null;
    const [name, parameters, body] = [file.field(fn, 'name'), file.field(fn, 'parameters'), file.field(fn, 'body')];
    if (!loop || !target || !name || !body || fn.parent?.kind === 'decorated_definition') continue;
    const own = new Set(parameters ? namesIn(file, parameters) : []);
    const used = new Set(namesIn(file, body));
    if (!namesIn(file, target).some((one) => used.has(one) && !own.has(one))) continue;
    const kept = file
      .descendants(loop, file.grammar.names, file.grammar.functions)
      .some((use) => use.start > fn.end && file.text(use) === file.text(name) && isKept(file, use));
    const isReassigned = namesIn(file, target).some((one) => new RegExp(`\\b${one}\\s*=[^=]`).test(file.text(body)));
    if (kept && !isReassigned) yield { node: name };
  }
}

/** What the loop or comprehension around it runs over; null where there is none. */
function variableAround(file: SourceFile, lambda: SyntaxNode): SyntaxNode | null {
  const holder = lambda.parent?.kind === 'pair' ? lambda.parent.parent : lambda.parent;
  if (holder && made.has(holder.kind) && (lambda.field === 'body' || lambda.parent?.field === 'body')) {
    const clause = file.named(holder).find((one) => one.kind === 'for_in_clause');
    return clause ? file.field(clause, 'left') : null;
  }
  const loop = file.enclosing(lambda, file.grammar.loops, file.grammar.functions);
  return loop?.kind === 'for_statement' ? file.field(loop, 'left') : null;
}

/** Collections that are made whole before anybody calls what stands in them. */
const made: ReadonlySet<string> = new Set(['list_comprehension', 'dictionary_comprehension']);

function isKept(file: SourceFile, lambda: SyntaxNode): boolean {
  const holder = lambda.parent;
  if (
    holder &&
    (made.has(holder.kind) || (holder.parent?.kind === 'dictionary_comprehension' && lambda.field === 'value'))
  )
    return true;
  if (holder?.kind === 'keyword_argument') {
    const name = file.field(holder, 'name');
    return name !== null && keptAs.test(file.text(name));
  }
  if (holder?.kind === 'assignment') return file.field(holder, 'left')?.kind !== 'identifier';
  if (holder?.kind !== 'argument_list' || !holder.parent) return false;
  const callee = file.field(holder.parent, 'function');
  return callee !== null && keepers.test(file.text(callee));
}

function namesIn(file: SourceFile, node: SyntaxNode): readonly string[] {
  if (node.kind === 'identifier') return [file.text(node)];
  return file.descendants(node, file.grammar.names).map((name) => file.text(name));
}

const sizeChanges = /^(remove|pop|append|insert|add|discard|clear|popitem|extend|update)$/;

/** `for x in xs: … xs.remove(x)`, unless the loop ends with it. */
export const resizedWhileIterated: Check = function* (file) {
  for (const loop of file.tree.byKind('for_statement')) {
    const iterable = file.field(loop, 'right');
    const body = file.field(loop, 'body');
    const name = iterable && body ? /^([\w.]+?)(?:\.(?:keys|items|values)\(\))?$/.exec(file.text(iterable))?.[1] : null;
    if (!name || !body) continue;
    for (const change of changesOf(file, body, name)) if (!endsLoop(file, change)) yield { node: change };
  }
};

function* changesOf(file: SourceFile, body: SyntaxNode, name: string): Generator<SyntaxNode> {
  for (const node of file.descendants(body, new Set(['delete_statement', 'call']), file.grammar.functions)) {
    if (node.kind === 'delete_statement') {
      const target = file.named(node)[0];
      const holder = target?.kind === 'subscript' ? file.field(target, 'value') : null;
      if (holder && file.text(holder) === name) yield node;
      continue;
    }
    const callee = file.field(node, 'function');
    const object = callee?.kind === 'attribute' ? file.field(callee, 'object') : null;
    const method = callee?.kind === 'attribute' ? file.field(callee, 'attribute') : null;
    if (object && method && file.text(object) === name && sizeChanges.test(file.text(method))) yield node;
  }
}

/** Whether the block leaves the loop after the change. */
function endsLoop(file: SourceFile, change: SyntaxNode): boolean {
  let place = change;
  while (place.parent && !file.grammar.blocks.has(place.parent.kind)) place = place.parent;
  const last = place.parent ? file.named(place.parent).at(-1) : undefined;
  return last !== undefined && /^(break|return|raise)_statement$/.test(last.kind);
}
