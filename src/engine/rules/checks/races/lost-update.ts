import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { isAsync } from '../../places.js';
import { isLocked } from './check-then-act.js';

const kept =
  /(?:^|[\n;{])\s*(?:const\s+|let\s+|var\s+|int\s+|decimal\s+)?(\w+)\s*=\s*((?:this|self)\.\w+|_?\w+)\s*(?:;|\n)/g;

/** A value read before an `await` and written back after it: what others wrote meanwhile is lost. */
export const lostUpdate: Check = function* (file) {
  if (!file.tree.source.includes('await')) return;
  for (const fn of [...file.grammar.functions].flatMap((kind) => file.tree.byKind(kind))) {
    const body = file.field(fn, 'body');
    if (!body || !fn.named || !isAsync(fn) || isLocked(file, fn)) continue;
    const text = file.text(body);
    if (!/\bawait\b/.test(text) || exclusive.test(text) || isHandedToLock(file, fn)) continue;
    const at =
      /((?:this|self)\.\w+)\s*(?:=\s*\1\s*[+-]|[+-]=)\s*\(?await\b/.exec(text)?.index ??
      writtenBack(text, file.tree.source) ??
      putBack(text) ??
      countedRecord(text);
    if (at === null) continue;
    const node = file.descendants(body, file.grammar.assignments).find((one) => one.end > body.start + at) ?? fn;
    yield { node };
  }
};

const exclusive = /\btransaction\b|\bmutex\b|\bsemaphore\b/i;

/** `mutex.run(async () => …)`, `withLock(key, async () => …)`. */
function isHandedToLock(file: SourceFile, fn: SyntaxNode): boolean {
  const call = fn.parent?.parent;
  if (!call || !file.grammar.calls.has(call.kind)) return false;
  return /mutex|lock|semaphore|queue|serial|transaction/i.test(file.tree.source.slice(call.start, fn.start));
}

/** Where `x = shared; await …; shared = x + …` begins; null when it does not stand there. */
function writtenBack(text: string, source: string): number | null {
  for (const found of text.matchAll(kept)) {
    const [, local = '', shared = ''] = found;
    if (local === shared || /^(?:null|None|true|false|True|False|undefined|\d.*)$/.test(shared)) continue;
    const word = shared.replace('.', '\\.');
    const rest = text.slice(found.index + found[0].length);
    const back = new RegExp(`\\bawait\\b[^]{0,400}?(?:^|[\\n;{]\\s*)${word}\\s*=\\s*\\(?${local}\\s*[+*/-]`).exec(rest);
    if (!back) continue;
    const isField = /^(?:this|self)\./.test(shared);
    const outside = new RegExp(
      `(?:^|\\n)(?:let|var)?\\s*${word}\\s*(?::[^=\\n]{1,30})?=|\\b(?:int|long|decimal|double)\\s+${word}\\s*[;=]|\\bglobal\\s+${word}\\b`,
    );
    if (isField || outside.test(source.replace(text, ''))) return found.index;
  }
  return null;
}

const taken = /\b(?:const|let|var)\s+(\w+)\s*=\s*(?:\(?await\s+)?([\w.]+)\.get\(\s*([\w.'"`${}:-]+)\s*\)/g;

/** Where `x = store.get(key); await …; store.set(key, x + …)` begins; null when it does not stand there. */
function putBack(text: string): number | null {
  for (const found of text.matchAll(taken)) {
    const [, local = '', store = '', key = ''] = found;
    const rest = text.slice(found.index + found[0].length);
    const [holder, name] = [store, key].map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const puts = new RegExp(`\\b${holder}\\.set\\(\\s*${name}\\s*,[^;\\n]{0,80}\\b${local}\\b\\)?\\s*[+*/-]`).exec(
      rest,
    );
    if (puts && /\bawait\b/.test(rest.slice(0, puts.index))) return found.index;
  }
  return null;
}

const record =
  /\b(?:const|let|var)\s+(\w+)\s*=\s*await\s+[\w.]+\.(?:findById|findOne|findByPk|findUnique|findOneBy|findFirst|findOneOrFail)\(/g;
const counted = String.raw`\w*(?:[bB]alance|[sS]tock|[qQ]uantity|[cC]ount|[cC]redits?|[pP]oints|[sS]eats|[iI]nventory|[aA]vailable|[rR]emaining|[lL]ikes|[vV]otes)`;

/** Where a record is loaded whose count is changed in memory and saved again; null when that does not stand there. */
function countedRecord(text: string): number | null {
  if (/\block\b|FOR UPDATE|optimistic|\bversion\b|\$inc\b|increment/i.test(text)) return null;
  for (const found of text.matchAll(record)) {
    const name = found[1] ?? '';
    const rest = text.slice(found.index + found[0].length);
    const field = `\\b${name}\\.${counted}`;
    const changes = new RegExp(`${field}\\s*(?:[-+]=|--|\\+\\+|=\\s*(?:Number\\()?${field}\\)?\\s*[-+])`).exec(rest);
    if (changes && new RegExp(`\\b${name}\\.save\\(|\\.save\\(\\s*${name}\\b`).test(rest.slice(changes.index)))
      return found.index;
  }
  return null;
}
