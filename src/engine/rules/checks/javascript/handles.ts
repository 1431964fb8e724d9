import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

interface Kind {
  /** Last names of the calls that open. */
  readonly calls: readonly string[];
  /** The whole callee, imports resolved or as written. */
  readonly callee: RegExp;
  /** Methods of the handle that give it back. */
  readonly methods: string;
  /** Functions that are given the handle and give it back. */
  readonly functions?: string;
  readonly remedy: string;
}

const kinds: readonly Kind[] = [
  {
    calls: ['openSync'],
    callee: /(?:^|\.)openSync$/,
    methods: 'close',
    functions: 'closeSync|close',
    remedy: 'Call closeSync in finally.',
  },
  {
    calls: ['open'],
    callee: /^(?:fs_promises|fs\.promises|fsPromises|fsp)\.open$/,
    methods: 'close',
    remedy: 'Call close in finally.',
  },
  {
    calls: ['connect', 'getConnection', 'acquire'],
    callee: /(?:^|\.)\w*[pP]ool\.(?:connect|getConnection|acquire)$/,
    methods: 'release|destroy|end',
    functions: 'release|destroy|releaseConnection',
    remedy: 'Call release in finally: a pool without clients stops the service.',
  },
  {
    calls: ['launch'],
    callee: /(?:^|\.)(?:puppeteer|chromium|firefox|webkit)(?:_extra)?\.launch$/,
    methods: 'close',
    remedy: 'Call close in finally: each browser left behind is a process.',
  },
];

/** A handle, client or browser that a function takes for itself and does not give back on every way out. */
export const handleKept: Check = function* (file) {
  for (const kind of kinds) {
    for (const call of kind.calls.flatMap((name) => file.tree.callsTo(name))) {
      const callee = file.field(call, 'function');
      const scope = file.enclosingFunction(call);
      if (!callee || !scope || !isOpener(file, callee, kind)) continue;
      const name = nameOf(file, call);
      if (name === null) continue;
      const problem = problemOf(file, scope, call, name, kind);
      if (problem !== null) yield { node: call, message: `${name} ${problem} ${kind.remedy}` };
    }
  }
};

function isOpener(file: SourceFile, callee: SyntaxNode, { callee: wanted }: Kind): boolean {
  return wanted.test(file.qualifiedName(callee) ?? '') || wanted.test(file.text(callee));
}

/** The plain variable that is given the handle; `using` gives it back by itself. */
function nameOf(file: SourceFile, call: SyntaxNode): string | null {
  const value = call.parent?.kind === 'await_expression' ? call.parent : call;
  const holder = value.parent;
  const target = holder ? (file.field(holder, 'name') ?? file.field(holder, 'left')) : null;
  if (!holder || target?.kind !== 'identifier') return null;
  if (holder.kind !== 'variable_declarator' && holder.kind !== 'assignment_expression') return null;
  return /^(?:await\s+)?using\b/.test(file.text(holder.parent ?? holder)) ? null : file.text(target);
}

function problemOf(file: SourceFile, scope: SyntaxNode, call: SyntaxNode, name: string, kind: Kind): string | null {
  const after = file.tree.source.slice(call.end, scope.end);
  const given = kind.functions === undefined ? '' : `|\\b(?:${kind.functions})\\s*\\(\\s*${name}\\s*[,)]`;
  const gives = new RegExp(`\\b${name}\\s*\\??\\.\\s*(?:${kind.methods})\\s*\\(${given}`, 'g');
  const places = [...after.matchAll(gives)].map(({ index }) => call.end + index);
  if (isHandedOn(after, name, places.length === 0 && kind.functions !== 'closeSync|close')) return null;
  const [first] = places;
  if (first === undefined) return 'is never given back in this function.';
  // Given back by a callback, a handler or on every way.
  if (places.some((place) => isAlways(file, scope, place))) return null;
  if (places.length > 1) return null;
  const between = file.tree.source.slice(call.end, first);
  if (/(?:^|[\s;{)])return\b/.test(between)) return 'is not given back where the function returns early.';
  return /\bawait\b|\w\(|\bthrow\b/.test(between.replace(/^[^;\n]*/, ''))
    ? 'is not given back when something in between throws.'
    : null;
}

/** Whether a call stands in a `finally`, a handler, or in a function of its own inside the one that opened. */
function isAlways(file: SourceFile, scope: SyntaxNode, place: number): boolean {
  let node = scope;
  for (let next: SyntaxNode | undefined = node; next;) {
    node = next;
    if (node !== scope && (node.kind === 'finally_clause' || node.kind === 'catch_clause')) return true;
    if (node !== scope && file.grammar.functions.has(node.kind)) return true;
    next = node.children.find((child) => child.start <= place && place < child.end);
  }
  return false;
}

/** The handle itself, not a member of it: returned, kept somewhere, or (where nobody closes it here) given to a call. */
function isHandedOn(after: string, name: string, alsoToCalls: boolean): boolean {
  const itself = `\\b${name}\\b(?!\\s*[.(\\[?])`;
  const kept = `\\b(?:return|yield|resolve\\()\\s*(?:\\{[^{}\\n]*)?${itself}|(?:^|[^=!<>])=\\s*${itself}|[:{[,]\\s*${itself}\\s*[,}\\]]`;
  const call = `[(,]\\s*${itself}\\s*[,)]`;
  return new RegExp(alsoToCalls ? `${kept}|${call}` : kept).test(after);
}
