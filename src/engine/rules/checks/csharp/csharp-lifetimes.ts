import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Types that live as long as the process: what listens to them from there leaks nothing. */
const lasting = /Program|Startup|App(?:lication)?|Module|Bootstrap\w*|Host\w*|Singleton\w*/;

/**
 * A method of the object listens to a publisher that outlives it, one of a static class or one that the constructor was
 * given, and nothing in the class stops listening.
 */
export const handlerNeverRemoved: Check = function* (file) {
  for (const node of file.tree.byKind('assignment_expression')) {
    const found = /^((?:\w+\.)*\w+)\.(\w+)\s*\+=\s*(?:new\s+\w+(?:<[^<>]*>)?\(\s*)?(?:this\.)?(\w+)\s*\)?$/.exec(
      file.text(node).slice(0, 200),
    );
    const [, publisher = '', event = '', handler = ''] = found ?? [];
    const holder = found ? file.enclosing(node, new Set(['class_declaration'])) : null;
    const constructor = holder ? file.enclosing(node, new Set(['constructor_declaration'])) : null;
    if (!holder || !constructor || isLasting(file, holder) || !isOwnMethod(file, holder, handler)) continue;
    const isStatic =
      /^[A-Z]/.test(publisher) &&
      !isMember(file, holder, publisher.split('.', 1)[0] ?? '') &&
      !/^(?:AppDomain|Console|TaskScheduler)\b/.test(publisher);
    const parameters = file.field(constructor, 'parameters');
    const isGiven = parameters !== null && new RegExp(`[\\s>]${publisher}\\s*[,)]`).test(file.text(parameters));
    const text = file.text(holder);
    if (!isStatic && !isGiven && !isKeptParameter(text, publisher)) continue;
    if (new RegExp(`\\.${event}\\s*-=`).test(text)) continue;
    yield { node };
  }
};

function isLasting(file: SourceFile, holder: SyntaxNode): boolean {
  const head = file.text(holder).split('{', 1)[0] ?? '';
  return (
    /\bstatic\b/.test(head) ||
    new RegExp(`class\\s+(?:${lasting.source})\\b`).test(head) ||
    /:\s*[^{]*\b(?:BackgroundService|IHostedService|Application)\b/.test(head)
  );
}

/** A method that the class declares, and not a static one. */
function isOwnMethod(file: SourceFile, holder: SyntaxNode, name: string): boolean {
  return file.descendants(holder, new Set(['method_declaration'])).some((method) => {
    const own = file.field(method, 'name');
    return (
      own !== null &&
      file.text(own) === name &&
      !method.children.some((child) => child.kind === 'modifier' && file.text(child) === 'static')
    );
  });
}

/** A property or field of the class by that name. */
function isMember(file: SourceFile, holder: SyntaxNode, name: string): boolean {
  return new RegExp(`\\b[\\w<>?\\[\\]]+\\s+${name}\\s*(?:[{;=]|=>)`).test(file.text(holder));
}

/** `_store = store;` of a constructor's parameter. */
function isKeptParameter(text: string, publisher: string): boolean {
  const field = publisher.replace(/^this\./, '');
  const given = new RegExp(`\\b${field}\\s*=\\s*(\\w+)\\s*(?:\\?\\?[^;]{0,80})?;`).exec(text)?.[1];
  return (
    given !== undefined &&
    !/^(?:null|true|false)$/.test(given) &&
    new RegExp(`\\(\\s*[^(){}]*\\b\\w+\\s+${given}\\b[^(){}]*\\)`).test(text)
  );
}

/** `using var c = …; return c.LoadAsync();` in a method that does not await. */
export const disposedBeforeEnd: Check = function* (file) {
  for (const statement of file.tree.byKind('return_statement')) {
    const value = file.named(statement)[0];
    const found =
      value?.kind === 'invocation_expression'
        ? /^(\w+)\.(?:\w+\.)*\w+Async(?:<[^<>()]*>)?\(/.exec(file.text(value).slice(0, 200))
        : null;
    const name = found?.[1];
    const fn = file.enclosingFunction(statement);
    if (
      name === undefined ||
      !fn ||
      fn.children.some((child) => child.kind === 'modifier' && file.text(child) === 'async')
    )
      continue;
    if (fn.kind === 'lambda_expression' && /^async\b/.test(file.text(fn).slice(0, 8))) continue;
    const before = file.tree.source.slice(fn.start, statement.start);
    if (new RegExp(`\\busing\\s*(?:\\(\\s*)?(?:var|[A-Z][\\w<>]*)\\s+${name}\\s*=`).test(before))
      yield { node: statement };
  }
};

const deferred =
  /\.(?:Select|SelectMany|Where|OrderBy\w*|GroupBy|Distinct|Concat|Skip|Take)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)$/;
const uses =
  /\.(?:Sum|Count|Max|Min|Average|First|FirstOrDefault|Any|All|ToList|ToArray|Last|Single|Aggregate|ElementAt|Contains)\(/;

/** A query kept in a variable that runs anew each time it is asked. */
export const enumeratedTwice: Check = function* (file) {
  for (const declarator of file.tree.byKind('variable_declarator')) {
    const value = file.field(declarator, 'value');
    const target = file.field(declarator, 'name');
    const fn = file.enclosingFunction(declarator);
    if (value?.kind !== 'invocation_expression' || !target || !fn || !deferred.test(file.text(value).slice(-400)))
      continue;
    const name = file.text(target);
    if (new RegExp(`\\b${name}\\s*=[^=>]`).test(file.tree.source.slice(declarator.end, fn.end))) continue;
    const asked = file
      .descendants(fn, new Set(['identifier']))
      .filter((one) => one.start > declarator.end && file.text(one) === name && isEnumerated(file, one));
    const [, second] = asked;
    if (second && !areAlternatives(file, asked)) yield { node: second };
  }
};

function isEnumerated(file: SourceFile, name: SyntaxNode): boolean {
  const holder = name.parent;
  if (holder?.kind === 'foreach_statement') return name.field === 'right';
  return (
    holder?.kind === 'member_access_expression' &&
    name.field === 'object' &&
    uses.test(`${file.text(holder).slice(file.text(name).length)}(`) &&
    holder.parent?.kind === 'invocation_expression'
  );
}

/** Uses in different branches of one choice: only one of them runs. */
function areAlternatives(file: SourceFile, [first, second]: readonly SyntaxNode[]): boolean {
  if (!first || !second) return false;
  const branch = (node: SyntaxNode): SyntaxNode | null =>
    file.enclosing(node, new Set(['switch_section', 'switch_expression_arm']));
  const one = branch(first);
  return (
    (one !== null && one !== branch(second)) ||
    /\breturn\b[^;]*$/.test(file.tree.source.slice(Math.max(0, first.start - 80), first.start))
  );
}

/** `for (…i…) list.Add(() => Use(i))`: what runs later sees what the variable has become. */
export const loopVariableCaptured: Check = function* (file) {
  for (const lambda of file.tree.byKind('lambda_expression')) {
    const loop = file.enclosing(
      lambda,
      new Set(['for_statement']),
      new Set(['method_declaration', 'local_function_statement']),
    );
    const initializer = loop ? file.field(loop, 'initializer') : null;
    const body = loop ? file.field(loop, 'body') : null;
    if (!initializer || !body || lambda.start < body.start) continue;
    const name = /^(?:int|var|long|uint)\s+(\w+)\s*=/.exec(file.text(initializer))?.[1];
    const given = lambda.parent?.parent?.parent;
    const callee = given ? file.field(given, 'function') : null;
    if (
      name === undefined ||
      !callee ||
      !/^(?:\w+\.)*(?:Add|Enqueue|Push|Run|StartNew|QueueUserWorkItem|ContinueWith)$/.test(file.text(callee))
    )
      continue;
    if (new RegExp(`\\b${name}\\b`).test(file.text(lambda))) yield { node: lambda };
  }
};
