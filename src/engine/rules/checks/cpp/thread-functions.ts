import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import { declaredName } from '../../../tree/declared-name.js';
import { callArguments } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const guarded =
  /mutex|\block(?:_guard)?\b|\block\(|scoped_lock|unique_lock|mtx_lock|EnterCriticalSection|spin_?lock|sem_wait|__sync_|__atomic_|atomic_|call_once|Interlocked/i;

/** A function that several threads run changes a variable of the file without a lock. */
export const unlockedGlobalWrite: Check = function* (file) {
  if (!file.holds(/pthread_create|thrd_create|\b(?:j?thread|async)\b/)) return;
  const started = startedFunctions(file);
  if (started.size === 0) return;
  const globals = globalNumbers(file);
  for (const fn of file.tree.byKind('function_definition')) {
    const name = declaredName(fn);
    const body = file.field(fn, 'body');
    if (!name || !body || (started.get(file.text(name)) ?? 0) < 2 || guarded.test(file.text(body))) continue;
    for (const node of file.descendants(body, new Set(['update_expression', 'assignment_expression']))) {
      const target = file.field(node, 'argument') ?? file.field(node, 'left');
      const changed = target ? /^\w+/.exec(file.text(target))?.[0] : undefined;
      if (changed === undefined || !globals.has(changed) || !isStep(file, node, changed)) continue;
      if (new RegExp(`[\\w*&>]\\s+${changed}\\s*[=;,[]`).test(file.text(body))) continue;
      yield {
        node,
        message: `Several threads run ${file.text(name)} and change ${changed} at once without a lock: writes are lost. Guard it with a mutex, or make it atomic.`,
      };
      break;
    }
  }
};

/** `x++`, `x += n`, `x = x + 1`: a flag that is set needs no lock to be right. */
function isStep(file: SourceFile, node: SyntaxNode, name: string): boolean {
  if (node.kind === 'update_expression') return true;
  const text = file.text(node).slice(0, 200);
  return /^[^=]*[-+*/|&^]=/.test(text) || new RegExp(`^[^=]*=[^=]*\\b${name}\\b`).test(text);
}

/** How many threads run a function of the file: 2 stands for many. */
function startedFunctions(file: SourceFile): ReadonlyMap<string, number> {
  const started = new Map<string, number>();
  const add = (name: string, at: SyntaxNode): void => {
    started.set(name, (started.get(name) ?? 0) + (loopAround(file, at) ? 2 : 1));
  };
  for (const call of [...file.tree.callsTo('pthread_create'), ...file.tree.callsTo('thrd_create')]) {
    const run = callArguments(file, call).find(
      (one) => /^&?\w+$/.test(file.text(one)) && one.kind === 'identifier' && !/^NULL$|^nullptr$/.test(file.text(one)),
    );
    const args = callArguments(file, call);
    const third = args.length >= 4 ? args[2] : args[1];
    const node = third ?? run;
    if (node) add(file.text(node).replace(/^&|^\([^)]*\)\s*/, ''), call);
  }
  for (const call of [
    ...file.tree.callsTo('emplace_back'),
    ...file.tree.callsTo('async'),
    ...file.tree.callsTo('thread'),
    ...file.tree.callsTo('jthread'),
  ]) {
    for (const argument of callArguments(file, call).slice(0, 2)) {
      const text = file.text(argument);
      if (/^&?\w+$/.test(text)) add(text.replace(/^&/, ''), call);
    }
  }
  for (const declaration of file.tree.byKind('declaration')) {
    const [, run] =
      /^(?:std::)?j?thread\s+\w+\s*[({]\s*&?(\w+)\s*[,)}]/.exec(file.text(declaration).slice(0, 120)) ?? [];
    if (run !== undefined) add(run, declaration);
  }
  return started;
}

/** Variables of the file that hold numbers or lists and are no constants. */
function globalNumbers(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const declaration of file.tree.byKind('declaration')) {
    const holder = declaration.parent?.kind;
    if (holder !== 'translation_unit' && holder !== 'declaration_list') continue;
    const text = file.text(declaration).slice(0, 200);
    if (
      /\b(?:const|constexpr|atomic|_Atomic|thread_local|_Thread_local|__thread|mutex|sig_atomic_t)\b|atomic_/.test(text)
    )
      continue;
    const [, name] =
      /^(?:static\s+|volatile\s+|extern\s+)*(?:struct\s+)?[\w:]+(?:<[^;{}()]*>)?(?:\s+(?:long|int|unsigned|char|short|double))*\s+\*?(\w+)\s*(?:\[[^\]]*\])?\s*[=;{]/.exec(
        text,
      ) ?? [];
    if (name !== undefined) names.add(name);
  }
  return names;
}
