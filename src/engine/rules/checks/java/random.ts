import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const draws = ['nextInt', 'nextLong', 'nextBytes', 'nextDouble', 'ints', 'nextFloat'];
/** What is drawn must not be guessed; `statusCode` and the like are no secrets. */
const secretName =
  /(?:otp|pin|token|password|passcode|secret|salt|nonce|session_?id|api_?key|voucher)$|^code$|(?:access|reset|verification|confirmation|activation|invite|invitation|login|auth|sms|one_?time|security|backup|recovery|coupon|gift|pairing|unlock|redeem)_?codes?$|^(?:new|next|make|draw|create|generate|random)(?:Unique|Random)?Codes?$/i;
const secretClass = /OneTime|Otp|Token|Passw|Secret|Verification|Credential|Invit(?:e|ation)|Voucher|Recovery/;

/**
 * A code or a token is drawn from `java.util.Random` that is kept in a field: what the field is declared as does not tell,
 * what is assigned to it does.
 */
export const predictableDraw: Check = function* (file) {
  for (const name of draws) {
    for (const call of file.tree.callsTo(name)) {
      const object = file.field(call, 'object');
      const field = object ? /^(?:this\.)?(\w+)$/.exec(file.text(object))?.[1] : undefined;
      const fn = file.enclosingFunction(call);
      if (field === undefined || !fn || !isRandom(file, field) || !isSecret(file, call, fn)) continue;
      yield { node: call };
    }
  }
};

/** Whether the file assigns it a predictable generator and nothing better. */
function isRandom(file: SourceFile, name: string): boolean {
  const { source } = file.tree;
  const assigned = new RegExp(`\\b${name}\\s*=\\s*new\\s+(?:java\\.util\\.)?(?:Random|SplittableRandom)\\s*\\(`);
  const better = new RegExp(`\\b${name}\\s*=\\s*(?:new\\s+(?:java\\.security\\.)?SecureRandom|SecureRandom\\.)`);
  return assigned.test(source) && !better.test(source);
}

function isSecret(file: SourceFile, call: SyntaxNode, fn: SyntaxNode): boolean {
  const declarator = file.enclosing(
    call,
    new Set(['variable_declarator', 'assignment_expression']),
    file.grammar.functions,
  );
  const target = declarator ? (file.field(declarator, 'name') ?? file.field(declarator, 'left')) : null;
  const written = target ? file.text(target).replace(/^.*\./, '') : '';
  const method = file.text(file.field(fn, 'name') ?? fn).slice(0, 80);
  if (secretName.test(written) && !/^code$/i.test(written)) return true;
  if (secretName.test(method)) return true;
  const holder = file.enclosing(fn, file.grammar.classes);
  const className = holder ? file.text(file.field(holder, 'name') ?? holder).slice(0, 80) : '';
  const sendsIt = /mail|sms|send|login|verify|issue|save/i.test(method);
  return (/^code$/i.test(written) && (sendsIt || secretClass.test(className))) || secretClass.test(className);
}
