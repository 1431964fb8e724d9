import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { declaredName } from '../../tree/declared-name.js';
import { isString, stringContent } from '../pattern/significant-children.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

/** Formats that identify their issuer: such a text is a credential wherever it stands. */
const knownFormats: readonly { name: string; regex: RegExp }[] = [
  { name: 'AWS access key', regex: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { name: 'GitHub token', regex: /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/ },
  { name: 'GitLab token', regex: /\bglpat-[A-Za-z0-9_-]{20,}\b/ },
  { name: 'Slack token', regex: /\bxox[abprs]-[0-9A-Za-z-]{20,}/ },
  { name: 'Stripe live key', regex: /\b[rs]k_live_[0-9A-Za-z]{20,}\b/ },
  { name: 'Google API key', regex: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { name: 'SendGrid key', regex: /\bSG\.[\w-]{22}\.[\w-]{43}\b/ },
  { name: 'npm token', regex: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { name: 'private key', regex: /-----BEGIN (RSA |EC |OPENSSH |DSA |PGP )?PRIVATE KEY/ },
  { name: 'password in a connection URL', regex: /^[a-z][a-z0-9+]*:\/\/[^:/\s@{$<%]+:[^@/\s{$<%]{4,}@[^\s]+/ },
];

const secretName =
  /(^|[_.-]|\b)(pass(word|wd|phrase)?|pwd|secret|secret_?key|api_?key|apikey|auth_?token|access_?token|private_?key|secret_?access_?key|access_?key_?secret|account_?key|signing_?(key|secret)|shared_?(key|secret)|storage_?key|master_?key|client_?secret|encryption_?key|jwt_?secret|db_?pass(word)?|credentials?|token)$/i;
/** Names that hold something about a secret, not one. */
const notSecretName =
  /(field|label|name|header|param|placeholder|prefix|regex|pattern|path|url|uri|file|hint|message|error|type|id|length|env|prompt|column|attr|input|selector|title|text|format|hash|salt_?rounds)s?$/i;
const placeholder =
  /^(x+|\*+|\.+|<.*>|\$\{.*\}|\{\{.*\}\}|%.*%|change[-_ ]?(me|it|this).*|your[-_ ].*|my[-_ ]?(secret|password|key|token).*|example.*|sample.*|dummy.*|fake.*|mock.*|test.*|todo.*|placeholder.*|insert.*|enter.*|none|null|undefined|true|false|password|passwd|secret|token|api[-_]?key|apikey|default|admin|root|user|string|redacted|hidden|masked|unknown|empty|n\/a|required|bearer|basic|invalid.*|wrong.*|expired.*|foo.*|bar.*)$/i;

const literals = [
  'string',
  'string_literal',
  'verbatim_string_literal',
  'raw_string_literal',
  'interpreted_string_literal',
];

/** Credentials written into the source. The message never repeats the value. */
export const hardCodedSecret: Check = function* (file) {
  const isTest = /(^|[/._-])(tests?|spec|fixtures?|examples?|__tests__|mocks?)([/._-]|$)/i.test(file.filename ?? '');
  for (const kind of literals) {
    for (const node of file.tree.byKind(kind)) {
      // Go's tags say what a field is called elsewhere.
      if (node.field === 'tag') continue;
      const text = stringContent(file.text(node));
      if (text.length < 6 || text.length > 4000 || !isString(node)) continue;
      if (node.children.some((child) => child.kind === 'interpolation')) continue;
      const known = knownFormats.find(({ regex }) => regex.test(text));
      if (known && !/example|xxxx|localhost|127\.0\.0\.1|user:pass|password@|:secret@|\*\*\*/i.test(text)) {
        yield {
          node,
          message: `A ${known.name} stands in the source: whoever reads the code has it. Take it from the environment or a secret store, and revoke this one.`,
        };
        continue;
      }
      const name = isTest || isKeyword(node, text) ? null : secretTarget(file, node);
      if (name !== null && looksLikeSecret(text)) {
        yield {
          node,
          message: `${name} is written into the source: whoever reads the code has it. Take it from the environment or a secret store, and change it.`,
        };
      }
    }
  }
};

/** `auth.password === 'oauth2'` asks for a word that means something; a secret that is compared is no word. */
function isKeyword(node: SyntaxNode, text: string): boolean {
  return /comparison|binary/.test(node.parent?.kind ?? '') && text.length < 24 && /^[a-z][a-z-]*\d?$/.test(text);
}

/** A longer left side is an expression, not a name (and reading each of thousands whole would be quadratic). */
const longestTarget = 120;

/** The name the literal is given to, compared with or passed as, when it is a secret's. */
function secretTarget(file: SourceFile, node: SyntaxNode): string | null {
  let holder = node.parent;
  // Go's values stand in lists.
  while (holder?.parent && /^(?:expression_list|literal_element)$/.test(holder.kind)) holder = holder.parent;
  if (!holder) return null;
  const target =
    definedName(file, holder) ??
    file.field(holder, 'left') ??
    file.field(holder, 'name') ??
    file.field(holder, 'key') ??
    declaratorName(holder) ??
    file.field(holder, 'pattern') ??
    (/comparison|binary/.test(holder.kind) ? (file.named(holder)[0] ?? null) : null);
  if (!target || target === node || target.end - target.start > longestTarget) return null;
  const written =
    stringContent(file.text(target))
      .split(/[.[\]'"$:]+|->/)
      .filter(Boolean)
      .at(-1) ?? '';
  if (!/^[\w-]+$/.test(written) || !secretName.test(camelToSnake(written)) || notSecretName.test(written)) return null;
  return written;
}

/** `const char *password = …` of C. */
function declaratorName(holder: SyntaxNode): SyntaxNode | null {
  return holder.kind === 'init_declarator' ? (declaredName(holder) ?? null) : null;
}

/** `define('NAME', value)` of PHP. */
function definedName(file: SourceFile, holder: SyntaxNode): SyntaxNode | null {
  const list = holder.kind === 'argument' ? holder.parent : null;
  const callee = list?.parent ? file.field(list.parent, 'function') : null;
  if (!list || !callee || file.text(callee) !== 'define') return null;
  const [first] = file.named(list);
  return first && first !== holder ? first : null;
}

function camelToSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}

function looksLikeSecret(text: string): boolean {
  if (
    placeholder.test(text) ||
    /\s/.test(text) ||
    (/^[a-z]+([._-][a-z]+)*$/.test(text) && !/\d/.test(text) && text.length < 10)
  )
    return false;
  if (/…|\.\.\.$|^[a-z]+([A-Z][a-z]+)+$/.test(text)) return false;
  if (/^(https?:|\/|\.\/|[A-Z_]+$)/.test(text) || /^[a-z]+([._-][a-z]+){1,}$/i.test(text)) return false;
  return entropy(text) >= 2.5;
}

/** Shannon entropy in bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
