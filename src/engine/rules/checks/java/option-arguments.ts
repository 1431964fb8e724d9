import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Programs with options that write files or run others. */
const tools =
  /"(?:[\w/.]*\/)?(?:git|curl|wget|ssh|tar|find|rsync|scp|ffmpeg|ffprobe|hg|svn|zip|unzip|7z|grep|rg|awk|sed|sort|less|man|nmap|dig|whois|mysql|mysqldump|psql|pg_dump|convert|identify|magick|mogrify|pandoc|wkhtmltopdf|yt-dlp|youtube-dl|docker|kubectl|helm|gpg|openssl|xargs|gs)"/;
/** What comes is no option: a `--` before it, or it is looked at. */
const refused = /"--"|\bstartsWith\(\s*["']-|\bcharAt\(\s*0\s*\)\s*[!=]=\s*'-'/;
const lists = new Set(['array_initializer', 'argument_list']);
const adding = new Set(['add', 'addAll', 'addLast']);

/** Data of a request is an argument of its own of a program that reads options: `git fetch origin <data>`. */
export const optionArgument: Check = function* (file) {
  if (!tools.test(file.tree.source)) return;
  for (const name of ['ProcessBuilder', 'exec', 'command']) {
    for (const call of file.tree.callsTo(name)) {
      const fn = file.enclosingFunction(call);
      const list = file.field(call, 'arguments');
      if (!fn || !list) continue;
      const text = file.text(fn);
      if (!tools.test(text) || refused.test(text)) continue;
      if ([...argumentsOf(file, fn, list)].some((node) => isGiven(file, node))) yield { node: call };
    }
  }
};

/** What stands in a call's list, in the array or list of that name, and what is added to it. */
function* argumentsOf(file: SourceFile, fn: SyntaxNode, list: SyntaxNode): Generator<SyntaxNode> {
  const given = file.named(list);
  const [only] = given;
  if (given.length !== 1 || only?.kind !== 'identifier') {
    yield* given.flatMap((node) => elementsOf(file, node));
    return;
  }
  const name = file.text(only);
  for (const declared of file.descendants(fn, new Set(['variable_declarator']))) {
    const value = file.field(declared, 'value');
    if (value && file.text(file.field(declared, 'name') ?? declared) === name) yield* elementsOf(file, value);
  }
  for (const method of adding) {
    for (const call of file.tree.callsTo(method)) {
      const object = file.field(call, 'object');
      const added = file.field(call, 'arguments');
      if (!object || !added || file.text(object) !== name || call.start < fn.start || call.end > fn.end) continue;
      yield* file.named(added).flatMap((node) => elementsOf(file, node));
    }
  }
}

const maximumDepth = 4;

/** The elements of a list that is written out, or the expression itself. */
function elementsOf(file: SourceFile, node: SyntaxNode, depth = 0): SyntaxNode[] {
  if (lists.has(node.kind))
    return depth > maximumDepth ? [] : file.named(node).flatMap((child) => elementsOf(file, child, depth + 1));
  const isList = /^(?:new\b|\{|List\.of\(|Arrays\.asList\(|Stream\.of\()/.test(file.text(node).slice(0, 20));
  if (!isList || depth > maximumDepth) return [node];
  return node.children
    .filter((child) => child.named && (lists.has(child.kind) || child.kind === 'array_creation_expression'))
    .flatMap((child) => file.named(child))
    .flatMap((child) => elementsOf(file, child, depth + 1));
}

/** Whole data of a request: behind a text of ours it is no option. */
function isGiven(file: SourceFile, node: SyntaxNode): boolean {
  if (!/^(?:identifier|method_invocation|field_access)$/.test(node.kind)) return false;
  const origin = file.origins.of(node, 'command');
  return origin.kind === 'remote' && origin.prefix === '';
}
