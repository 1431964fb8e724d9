import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Queries of a model that load many records, without their associations. */
const loading = /=\s*[A-Z]\w*(?:::\w+)*\.(?:all|where|order|limit|active|published|recent)\b[^\n]*/;
const together = /\b(includes|preload|eager_load|joins|with_attached_\w+|pluck)\b/;
/** Attributes of plain values end in one of their methods; an association is asked for something of its own. */
const plain =
  /^(to_\w+|delete|size|length|count|present\?|blank\?|nil\?|empty\?|strftime|round|upcase|downcase|strip|split|format|first|last|any\?|zero\?|positive\?|capitalize|titleize|truncate|ago|iso8601|join|include\?|map|each|attach\w*|sub|gsub|tr|call|new|abs|floor|ceil|year|month|day|html_safe|humanize|key\?|fetch|dig|freeze|dup|cents|amount|currency)$/;
/** What asks the database each time, whatever was loaded before: of several, which a plural's name tells. */
const counting = /^(?:count|sum|average|exists\?|pluck)$/;
const ownParts =
  /^(class|errors|attributes|created_at|updated_at|saved_changes|previous_changes|id|name|title|email|\w+_at|\w+_on|\w+_date|\w+_ids?)$/;

/** `posts = Post.all; posts.each { |post| post.author.name }`. */
export const associationInLoop: Check = function* (file) {
  for (const call of file.tree.byKind('call')) {
    const held = file.field(call, 'object');
    const last = file.field(call, 'name');
    const record = held?.kind === 'call' ? file.field(held, 'object') : null;
    const association = held?.kind === 'call' && !file.field(held, 'arguments') ? file.field(held, 'name') : null;
    if (!last || !association || record?.kind !== 'identifier' || call.field === 'object') continue;
    const isCounted = counting.test(file.text(last)) && /[^s]s$/.test(file.text(association));
    if ((plain.test(file.text(last)) && !isCounted) || ownParts.test(file.text(association))) continue;
    const loop = loopAround(file, call);
    if (loop?.kind !== 'call' || !isBlockParameter(file, loop, file.text(record))) continue;
    const source = loop ? file.field(loop, 'object') : null;
    if (source && loadsRecords(file, source, loop))
      yield {
        node: call,
        message: `Each ${file.text(record)} loads its ${file.text(association)} by a query of its own (N+1). Add includes(:${file.text(association)}) to the query.`,
      };
  }
};

/** In a method of the model's class: `all.each { … }`. */
const implicitQuery = /^(?:all|where|order|limit)\b/;

function isModel(file: SourceFile, node: SyntaxNode): boolean {
  const owner = file.enclosing(node, file.grammar.classes);
  return owner !== null && /^class [^\n]*<\s*(?:ApplicationRecord|ActiveRecord::Base)\b/.test(file.text(owner));
}

function isBlockParameter(file: SourceFile, loop: SyntaxNode, name: string): boolean {
  const block = file.field(loop, 'block');
  const parameters = block ? file.field(block, 'parameters') : null;
  return parameters !== null && new RegExp(`\\b${name}\\b`).test(file.text(parameters));
}

/** The variable, or the query itself, loads records of a model and names no association. */
function loadsRecords(file: SourceFile, source: SyntaxNode, loop: SyntaxNode): boolean {
  const text = file.text(source);
  if (implicitQuery.test(text)) return isModel(file, loop) && !together.test(text);
  if (!/^@?\w+$/.test(text)) return loading.test(`= ${text}`) && !together.test(text);
  const scope = file.enclosingFunction(loop) ?? file.tree.root;
  const line = new RegExp(`${text}\\s*=[^=\\n][^\\n]*`).exec(file.text(scope))?.[0];
  return line !== undefined && loading.test(line) && !together.test(line);
}

const openers: ReadonlySet<string> = new Set([
  'File.open',
  'File.new',
  'Tempfile.open',
  'TCPSocket.new',
  'TCPSocket.open',
]);

/** A file opened without a block and kept in a local that nobody closes or hands on. */
export const openWithoutBlock: Check = function* (file) {
  for (const name of ['open', 'new']) {
    for (const call of file.tree.callsTo(name)) {
      const object = file.field(call, 'object');
      if (!object || !openers.has(`${file.text(object)}.${name}`) || file.field(call, 'block')) continue;
      const holder = call.parent;
      // `File.open(p).read`: nobody keeps the handle.
      const chained = holder?.kind === 'call' && call.field === 'object' ? file.field(holder, 'name') : null;
      if (chained && /^(read|readlines|write|gets|each_line)$/.test(file.text(chained))) yield { node: call };
      const target = holder?.kind === 'assignment' ? file.field(holder, 'left') : null;
      const scope = file.enclosingFunction(call);
      if (target?.kind !== 'identifier' || !scope) continue;
      const variable = file.text(target);
      const rest = file.text(scope).slice(call.end - scope.start);
      const leaves = new RegExp(
        `\\b${variable}&?\\.close|\\breturn\\b[^\\n]*\\b${variable}\\b|[(,=\\[]\\s*${variable}\\b(?!\\.)|<<\\s*${variable}\\b|^\\s*${variable}\\s*$|\\w\\s+${variable}\\s*(?:,|\\n|$)`,
        'm',
      );
      if (!leaves.test(rest)) yield { node: call };
    }
  }
};
