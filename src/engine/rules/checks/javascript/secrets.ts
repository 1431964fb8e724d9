import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const secretWord = '(?:token|password|passwd|secret|session(?:Id|ID|Key)?|otp|nonce|salt|api_?key|csrf|pin|credential)';

const maximumHelpers = 3;

const secretMaker = /token|password|secret|otp\b|nonce|salt|api_?key|csrf|session_?(?:id|key)/i;

/**
 * `Math.random()` whose text becomes a secret elsewhere: through a helper of the file whose result is given to a secret's
 * name, under the key of a store of sessions or tokens, or as the code of a function about one-time codes.
 */
export const predictableSecret: Check = function* (file) {
  for (const call of file.tree.callsTo('random')) {
    if (file.text(call) !== 'Math.random()') continue;
    const fn = file.enclosingFunction(call);
    const name = fn && functionName(file, fn);
    const outer = fn && file.enclosingFunction(fn);
    const maker = outer ? functionName(file, outer) : null;
    if (fn && maker !== null && secretMaker.test(maker)) yield { node: call };
    else if (fn && (keepsSecrets(file, fn, call) || (name !== null && helpsSecrets(file, name, 0))))
      yield { node: call };
  }
};

/** A helper whose result is a secret, or that a maker of secrets calls, itself or through a further helper. */
function helpsSecrets(file: SourceFile, name: string, depth: number): boolean {
  if (makesSecrets(file, name)) return true;
  if (depth >= maximumHelpers) return false;
  return file.tree.callsTo(name).some((call) => {
    if (file.field(call, 'function')?.kind !== 'identifier') return false;
    for (let fn = file.enclosingFunction(call); fn; fn = file.enclosingFunction(fn)) {
      const caller = functionName(file, fn);
      if (caller === null || caller === name) continue;
      return (
        (secretMaker.test(caller) && !/tokeni[sz]e|test|sort/i.test(caller)) || helpsSecrets(file, caller, depth + 1)
      );
    }
    return false;
  });
}

/** `const apiKey = randomString(32)`, `{ token: makeId() }`, `user.password = generate()`. */
function makesSecrets(file: SourceFile, name: string): boolean {
  const given = new RegExp(
    `${secretWord}\\w{0,12}['"]?\\s{0,4}(?::[^=,;\\n]{1,40})?[=:]\\s{0,4}(?:\`[^\`]{0,40}\\$\\{)?(?:await\\s+)?(?:this\\.|self\\.)?${name}\\(`,
    'i',
  );
  return given.test(file.tree.source);
}

function keepsSecrets(file: SourceFile, fn: SyntaxNode, call: SyntaxNode): boolean {
  const name = functionName(file, fn) ?? '';
  const variable = variableOf(file, call);
  if (variable === null) return false;
  if (/^sid$/i.test(variable)) return true;
  const text = file.text(fn);
  if (
    /otp|verif(?:y|ication)|reset|two_?factor|2fa|mfa/i.test(name) &&
    /^(?:code|otp|pin|num(?:ber)?|digits)$/i.test(variable)
  )
    return true;
  const stored = new RegExp(
    `(?:sessions?|tokens?|invit\\w{0,8}|nonces?|resets?)\\w{0,12}(?:\\.(?:set|add|create|insert)\\(\\s{0,4}|\\[)${variable}\\b`,
    'i',
  );
  return stored.test(text);
}

/** The variable that a value is put into, through any operators and calls around it. */
function variableOf(file: SourceFile, node: SyntaxNode): string | null {
  for (let place = node.parent; place; place = place.parent) {
    if (place.kind === 'variable_declarator') {
      const name = file.field(place, 'name');
      return name?.kind === 'identifier' ? file.text(name) : null;
    }
    if (file.grammar.functions.has(place.kind) || place.kind === 'statement_block') return null;
  }
  return null;
}

/** The name a function is declared with or given to: `f`, `exports.f = …`, `{ f: … }`. */
function functionName(file: SourceFile, fn: SyntaxNode): string | null {
  const own = file.field(fn, 'name');
  if (own) return file.text(own);
  const holder = fn.parent;
  if (!holder) return null;
  const target = file.field(holder, 'name') ?? file.field(holder, 'left') ?? file.field(holder, 'key');
  return target ? (/[\w$]+$/.exec(file.text(target))?.[0] ?? null) : null;
}

const secretVariable = /^process\.env\.\w*(KEY|TOKEN|SECRET|PASS(WORD)?|SIGNATURE)$/;
const digestPath = /createHmac\(\)(\.update\(\))*\.digest\(\)(\.\w+\(\))?$/;

/** A secret of the program compared with what a caller sent by `===`, whatever names they go by. */
export const variableTimeComparison: Check = function* (file) {
  if (!file.holds(/createHmac|process\.env/)) return;
  for (const comparison of file.tree.byKind('binary_expression')) {
    const operator = file.field(comparison, 'operator');
    if (!operator || !/^[!=]==?$/.test(file.text(operator))) continue;
    const left = file.field(comparison, 'left');
    const right = file.field(comparison, 'right');
    if (!left || !right) continue;
    if (isSecretAgainst(file, left, right) || isSecretAgainst(file, right, left)) yield { node: comparison };
  }
};

/** `const own = 'sha256=' + createHmac(…).update(…).digest('hex')`. */
function isDigestName(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind !== 'identifier') return false;
  const fn = file.enclosingFunction(node);
  const made = new RegExp(
    `\\b(?:const|let|var)\\s+${file.text(node).replace(/\$/g, '\\$')}\\s*=\\s*[^;]{0,80}createHmac\\([^;]{0,200}\\.digest\\(`,
  );
  return fn !== null && made.test(file.text(fn));
}

function isSecretAgainst(file: SourceFile, secret: SyntaxNode, given: SyntaxNode): boolean {
  const path = file.origins.path(secret) ?? '';
  if (digestPath.test(path) || isDigestName(file, secret)) return !/^(null|undefined|number|string)$/.test(given.kind);
  return secretVariable.test(path) && file.origins.of(given, 'trust').kind === 'remote';
}
