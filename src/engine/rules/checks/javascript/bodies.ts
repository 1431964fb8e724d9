import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Calls that store attributes, with the argument that holds them. */
const writers: Readonly<Record<string, number>> = {
  findByIdAndUpdate: 1,
  findOneAndUpdate: 1,
  updateOne: 1,
  updateMany: 1,
  replaceOne: 1,
  insertOne: 0,
  create: 0,
  update: 0,
  bulkCreate: 0,
  upsert: 0,
};
const body = String.raw`(?:req|request|ctx\.request|c\.req|event)\.body`;

/** The whole body of a request becomes the attributes of a record: whoever sends it also sets `role` or `balance`. */
export const massAssignedBody: Check = function* (file) {
  const { source } = file.tree;
  if (
    !/\.body\b|@Body\(\)/.test(source) ||
    /celebrate\(|checkSchema|validate\w*\(|\bz\.object|Joi\.|\byup\.|ajv/.test(source)
  )
    return;
  for (const [name, at] of Object.entries(writers)) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      // Models and collections; `Object.create`, `hash.update` and `axios.create` are none.
      if (
        !object ||
        !/(?:^|\.)[A-Z]\w*$|collection\(|\b(?:prisma|db|\w*[mM]odel|\w*[rR]epo(?:sitory)?)\b/.test(file.text(object))
      )
        continue;
      if (/^(?:Object|JSON|axios|crypto|Promise)$/.test(file.text(object))) continue;
      const given = callArguments(file, call)[at];
      if (given && (isWholeBody(file, given) || hasBodyEntry(file, given))) yield { node: call };
    }
  }
  yield* assignedRecords(file);
};

/** `{ where: { id: Number(x) }, data: req.body }`, `{ $set: { ...req.body } }`. */
function hasBodyEntry(file: SourceFile, given: SyntaxNode): boolean {
  if (given.kind !== 'object') return false;
  return file.named(given).some((entry) => {
    const key = file.field(entry, 'key');
    const value = file.field(entry, 'value');
    return (
      key !== null &&
      value !== null &&
      /^['"]?(?:data|\$set)['"]?$/.test(file.text(key)) &&
      isBodyText(file.text(value))
    );
  });
}

/** `Object.assign(user, req.body)` and `user.set(req.body)` of a record that is saved afterwards. */
function* assignedRecords(file: SourceFile): Generator<{ node: SyntaxNode }> {
  for (const name of ['assign', 'set', 'merge']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      if (!object) continue;
      const given = callArguments(file, call);
      const isCopy = name === 'set' ? given.length !== 1 : file.text(object) !== (name === 'assign' ? 'Object' : '_');
      const [record, attributes] = name === 'set' ? [object, given[0]] : given;
      if (isCopy || !record || !attributes || !/^[\w.]+$/.test(file.text(record)) || !isWholeBody(file, attributes))
        continue;
      const fn = file.enclosingFunction(call) ?? file.tree.root;
      if (
        new RegExp(
          `\\b${file.text(record).replaceAll('.', '\\.')}\\.(?:save|update|replace)\\(|\\.(?:save|persist)\\(\\s{0,4}${file.text(record).replaceAll('.', '\\.')}\\b`,
        ).test(file.text(fn))
      )
        yield { node: call };
    }
  }
}

function isWholeBody(file: SourceFile, given: SyntaxNode): boolean {
  const text = file.text(given).slice(0, 200);
  if (isBodyText(text)) return true;
  const inner = /^\{\s*(?:\$set|data|where:[^{}]{1,60},\s*data)\s*:\s*([^{},]+|\{\s*\.\.\.[^{}]+\})\s*,?\s*\}$/.exec(
    text,
  )?.[1];
  if (inner !== undefined && isBodyText(inner.trim())) return true;
  const name = /^\w+$/.test(text) ? text : (inner?.trim() ?? '');
  if (!/^\w+$/.test(name)) return false;
  const scope = file.enclosingFunction(given);
  const parameters = scope ? file.field(scope, 'parameters') : null;
  if (
    parameters &&
    new RegExp(`@Body\\(\\)\\s+${name}(?:\\s*:\\s*(?:any|object|unknown|Record|Partial)\\b|\\s*[,)])`).test(
      file.text(parameters),
    )
  )
    return true;
  const fn = file.enclosingFunction(given) ?? file.tree.root;
  const before = file.tree.source.slice(fn.start, given.start);
  if (new RegExp(`\\bdelete\\s+${name}\\b|\\b${name}\\s*=\\s*(?:pick|omit|_\\.)`).test(before)) return false;
  const made = new RegExp(`\\b(?:const|let|var)\\s+${name}(?:\\s*:[^=;]{1,60})?\\s*=\\s*([^;\\n]{1,120})`).exec(
    before,
  )?.[1];
  return made !== undefined && isBodyText(made.trim());
}

/** The body as it is, or a copy of it; what is set after the spread is decided by the program. */
function isBodyText(text: string): boolean {
  return new RegExp(
    `^(?:${body}|\\{\\s*\\.\\.\\.${body}\\s*,?\\s*\\}|Object\\.assign\\(\\{\\},\\s*${body}\\))(?:\\s+as\\s+\\w+)?$`,
  ).test(text);
}

const request = String.raw`(?:fetch|axios|got|[\w.]*\.(?:fetch|findOne|findById|findUnique|query|request))\b`;

/** Requests in a loop that wait for each other, also through a function of the file. */
export const awaitInLoop: Check = function* (file) {
  const direct = new RegExp(`^await\\s+${request}`);
  for (const wait of file.tree.byKind('await_expression')) {
    const loop = loopAround(file, wait);
    // Rounds that go on from what the last one gave, or that pause, do so on purpose.
    if (
      !loop ||
      /^(?:while|do)_/.test(loop.kind) ||
      /\b(?:sleep|delay|setTimeout|throttle|limiter)\b/.test(file.text(loop))
    )
      continue;
    const text = file.text(wait).slice(0, 300);
    if (direct.test(text) || isIndependentHelper(file, wait, loop, text)) yield { node: wait };
  }
};

/** `out.push(await quoteOf(x))` of every x: rounds that end early or pause do so on purpose. */
function isIndependentHelper(file: SourceFile, wait: SyntaxNode, loop: SyntaxNode, text: string): boolean {
  const name = /^await\s+(\w+)\(/.exec(text)?.[1];
  if (name === undefined || loop.kind !== 'for_in_statement' || !/\.push\(\s*$/.test(before(file, wait))) return false;
  if (/\b(?:break|return|sleep|delay|setTimeout)\b/.test(file.text(loop))) return false;
  const helper = new RegExp(
    `\\basync\\s+function\\s+${name}\\b[^]{0,600}?\\bawait\\s+${request}|\\b${name}\\s*=\\s*async\\b[^]{0,600}?\\bawait\\s+${request}`,
  );
  return helper.test(file.tree.source);
}

function before(file: SourceFile, node: SyntaxNode): string {
  return file.tree.source.slice(Math.max(0, node.start - 80), node.start);
}
