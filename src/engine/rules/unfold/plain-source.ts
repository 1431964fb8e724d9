import type { LanguageId, SyntaxNode } from '../../tree/syntax-tree.js';
import { isString, withoutParentheses } from '../pattern/significant-children.js';
import type { SourceFile } from '../source-file.js';
import { calleeText } from './called-spelling.js';
import { Spelling } from './spelling.js';

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A program that spells its words at run time does it with one of these. */
const hint =
  /\[\]byte\{|new char\[|bytes\(\[|fromCharCode|fromCodePoint|\batob\b|[bB]ase64|b64decode|decode64|['"]hex['"]|\bhex[.:]|fromhex|unhexlify|hex2bin|\bchr\(|['"]chr['"]|strrev|\.[rR]everse\(\)|reversed\(|\[::-1\]|rot_?13|unpack1?\(['"]|\bpack\(['"]|\(char\)|as char|\^=?\s*(?:0x[0-9a-fA-F]|\d)|(?:\\x[0-9a-fA-F]{2}){3}|['"][^'"\n]{0,24}['"]\s?[+.]\s?['"][^'"\n]{0,24}['"]|['"]\s?\+\s?\w{1,12}\s?\+\s?['"]|\]\s*\.(?:join|concat)\b|join\(\s*[[({]|implode\(|Join\(\[\]|"\s"|\b(?:public_)?send\(|%w\[|getattr\(|\{\s*'\w'\s*,/;
/** Calls that make text of something else; any other says nothing by itself. */
const making =
  /(?:join|Join|implode|[cC]oncat|atob|\w*[dD]ecode\w*|FromBase64String|fromhex|unhexlify|hex2bin|FromHexString|fromCharCode|fromCodePoint|chr|str_rot13|strrev|[rR]everse|reversed|rev|pack|unpack1?|replace|replaceAll|gsub|ReplaceAll|Replace|str_replace|string|String|toString|ToString|GetString|collect)$/;
const argumentPlaces: ReadonlySet<string> = new Set(['arguments', 'argument_list', 'argument', 'token_tree']);
const subscripts: ReadonlySet<string> = new Set(['subscript', 'subscript_expression', 'index_expression']);
const longestSource = 200_000;
const longestText = 4000;
const mostReplacements = 400;

/**
 * The source with every text that it puts together at run time written out, and members that are reached by such a text
 * reached by name: what the rules of the dangerous family read a second time. Line breaks stay where they were. Null when
 * the program hides nothing.
 */
export function plainSource(file: SourceFile): string | null {
  const { source, language } = file.tree;
  if (source.length > longestSource || !hint.test(source)) return null;
  const spelling = new Spelling(file);
  const found: Replacement[] = [];
  let disguised = false;
  for (let id = 0; id < file.tree.nodes.length && found.length < mostReplacements; id += 1) {
    const node = file.tree.nodes[id];
    if (!node) break;
    const direct = reached(spelling, node) ?? called(spelling, node);
    if (direct) {
      found.push(direct.replacement);
      disguised ||= direct.disguised;
      // Arguments inside are still looked at: only what was rewritten is left out.
      continue;
    }
    if (!isDisguise(node, spelling)) continue;
    const text = spelling.text(node);
    if (text === null) {
      const parts = runs(spelling, node);
      found.push(...parts);
      disguised ||= parts.length > 0;
    }
    if (text === null || text.length < 2 || text.length > longestText || !/^[\t\n\r\x20-\x7e]*$/.test(text)) continue;
    if (!isTelling(text) || file.text(node).includes(text)) continue;
    found.push({ start: node.start, end: node.end, text: quoted(text, language) + breaks(source, node) });
    disguised ||= isHidden(spelling, node);
    id = node.subtreeEnd - 1;
  }
  return disguised ? rewritten(source, found) : null;
}

/** Words worth reading: names, paths, addresses, commands. Numbers and punctuation hide nothing. */
function isTelling(text: string): boolean {
  return /[A-Za-z]{2}|^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
}

/** An expression that makes text of other texts in place, or a name for one that a call takes. */
function isDisguise(node: SyntaxNode, spelling: Spelling): boolean {
  const { file } = spelling;
  if (node.kind === 'identifier' || node.kind === 'variable_name') {
    const holder = node.parent;
    if (holder === null || !argumentPlaces.has(holder.kind)) return false;
    const value = spelling.assignedTo(file.text(node));
    return value !== null && !isString(withoutParentheses(value));
  }
  if (file.grammar.calls.has(node.kind)) {
    const callee = calleeText(spelling, node);
    return making.test(callee) || spelling.functions.has(callee);
  }
  if (subscripts.has(node.kind)) return true;
  if (node.kind === 'concatenated_string') return !file.text(node).includes('\n');
  if (isSum(node)) {
    const text = file.text(node);
    // Long texts are broken into lines by people, too.
    return !text.includes('\n') && /['"]\s?[+.]\s?['"]|[\w)\]]\s?[+.]\s?['"]|['"]\s?[+.]\s?\w/.test(text);
  }
  return (isString(node) && /(?:\\x[0-9a-fA-F]{2}){3}/.test(file.text(node))) || node.kind.includes('initializer_list');
}

/** Whether people have no such reason to write it: a name for a literal, or a literal behind a constant, hides nothing. */
function isHidden(spelling: Spelling, node: SyntaxNode): boolean {
  const { file } = spelling;
  if (node.kind === 'identifier' || node.kind === 'variable_name') {
    const value = spelling.assignedTo(file.text(node));
    return value !== null && file.grammar.calls.has(withoutParentheses(value).kind);
  }
  if (node.kind === 'concatenated_string') return file.tree.language === 'c' || file.tree.language === 'cpp';
  if (!isSum(node)) return true;
  return !file.descendants(node, names).some((one) => spelling.assignedTo(file.text(one)) !== null);
}

const sums: ReadonlySet<string> = new Set(['binary_expression', 'binary_operator', 'binary']);
const isSum = (one: SyntaxNode | null): boolean => one !== null && sums.has(one.kind);
const names = new Set(['identifier', 'variable_name', 'constant']);

/** `home + '/.s' + 'sh'`: the texts side by side in a longer sum. */
function runs(spelling: Spelling, node: SyntaxNode): Replacement[] {
  const { file } = spelling;
  if (!isSum(node) || isSum(node.parent)) return [];
  const operands: SyntaxNode[] = [];
  let place = node;
  while (isSum(place) && operands.length < 40) {
    const right = file.field(place, 'right') ?? file.named(place)[1];
    const left = file.field(place, 'left') ?? file.named(place)[0];
    if (!left || !right) return [];
    operands.unshift(right);
    place = left;
  }
  operands.unshift(place);
  const found: Replacement[] = [];
  for (let at = 0; at < operands.length; at += 1) {
    let text = '';
    let last = at;
    for (; last < operands.length; last += 1) {
      const one = operands[last];
      const part = one && isString(withoutParentheses(one)) ? spelling.text(one) : null;
      if (part === null) break;
      text += part;
    }
    const [first, end] = [operands[at], operands[last - 1]];
    if (
      first &&
      end &&
      last - at >= 2 &&
      !file.tree.source.slice(first.start, end.end).includes('\n') &&
      isTelling(text)
    )
      found.push({ start: first.start, end: end.end, text: quoted(text, file.tree.language) });
    at = Math.max(at, last - 1);
  }
  return found;
}

/** `object['name']`, `getattr(object, 'name')`, `object.send(:name, …)` where the name is spelled. */
function reached(spelling: Spelling, node: SyntaxNode): { replacement: Replacement; disguised: boolean } | null {
  const { file } = spelling;
  if (node.kind === 'subscript_expression' && isScript(file.tree.language)) {
    const object = file.field(node, 'object');
    const index = file.field(node, 'index');
    const name = index ? spelling.text(index) : null;
    if (!object || !index || name === null || !/^[A-Za-z_$][\w$]*$/.test(name)) return null;
    const replacement = { start: object.end, end: node.end, text: `.${name}${breaks(file.tree.source, index)}` };
    return { replacement, disguised: !isString(withoutParentheses(index)) };
  }
  if (!file.grammar.calls.has(node.kind)) return null;
  const list = file.field(node, 'arguments');
  const given = list ? file.named(list) : [];
  const callee = calleeText(spelling, node);
  if (callee === 'getattr' && given.length >= 2 && given[0] && given[1]) {
    const name = spelling.text(given[1]);
    if (name === null || !/^\w+$/.test(name)) return null;
    const text = `${file.text(given[0])}.${name}${breaks(file.tree.source, given[1])}`;
    return { replacement: { start: node.start, end: node.end, text }, disguised: !isString(given[1]) };
  }
  const first = given[0];
  if (file.tree.language === 'ruby' && /\.(?:send|public_send|__send__)$/.test(callee) && first) {
    const name = spelling.text(first);
    const object = file.field(node, 'object');
    if (name === null || !object || !/^\w+[?!]?$/.test(name)) return null;
    const next = given[1]?.start ?? first.end;
    const replacement = { start: object.end, end: next, text: `.${name}(` };
    // Nobody reaches these by name but to hide that they are called.
    return {
      replacement,
      disguised: first.kind !== 'simple_symbol' || /^(?:eval|exec|system|spawn|instance_eval)$/.test(name),
    };
  }
  if (/\bconst_get$/.test(callee) && first) {
    const name = spelling.text(first);
    if (name === null || !/^[A-Z][\w:]*$/.test(name)) return null;
    return { replacement: { start: node.start, end: node.end, text: name }, disguised: true };
  }
  return null;
}

/** A call of a local helper that imports a module by a spelled name; PHP's `$name(…)`. */
function called(spelling: Spelling, node: SyntaxNode): { replacement: Replacement; disguised: boolean } | null {
  const { file } = spelling;
  if (!file.grammar.calls.has(node.kind)) return null;
  const callee = file.field(node, 'function');
  if (callee?.kind === 'variable_name') {
    const name = spelling.text(callee);
    if (name === null || !/^\w+$/.test(name)) return null;
    return { replacement: { start: callee.start, end: callee.end, text: name }, disguised: true };
  }
  if (callee?.kind !== 'identifier') return null;
  const local = spelling.functions.get(file.text(callee));
  const inner = local?.body ? withoutParentheses(local.body) : null;
  if (!local || !inner || !file.grammar.calls.has(inner.kind)) return null;
  const imported = calleeText(spelling, inner);
  if (!/^(?:require|__import__|importlib\.import_module)$/.test(imported)) return null;
  const list = file.field(node, 'arguments');
  const values = list ? spelling.all(file.named(list), new Map()) : undefined;
  const named = file.field(inner, 'arguments');
  const what = named ? file.named(named)[0] : undefined;
  if (!values || !what) return null;
  const bound = new Map(
    local.parameters.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]] as const])),
  );
  const name = spelling.text(what, bound);
  if (name === null || !/^[\w:./@-]+$/.test(name)) return null;
  return {
    replacement: { start: node.start, end: node.end, text: `${imported}(${quoted(name, file.tree.language)})` },
    disguised: true,
  };
}

function isScript(language: LanguageId): boolean {
  return language === 'javascript' || language === 'typescript';
}

function quoted(text: string, language: LanguageId): string {
  if (language === 'php' || language === 'ruby') return `'${text.replace(/[\\']/g, '\\$&').replace(/[\n\r]/g, ' ')}'`;
  return JSON.stringify(text);
}

/** The line breaks of what is replaced: lines must keep their numbers. */
function breaks(source: string, node: SyntaxNode): string {
  return '\n'.repeat(source.slice(node.start, node.end).split('\n').length - 1);
}

function rewritten(source: string, found: readonly Replacement[]): string {
  let out = '';
  let from = 0;
  for (const { start, end, text } of [...found].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < from) continue;
    out += source.slice(from, start) + text;
    from = end;
  }
  return out + source.slice(from);
}
