import { declaredName } from '../../../tree/declared-name.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';

const secretName =
  /(?:^|[_.-]|\b)(?:pass(?:word|wd|phrase)?|pwd|secret|secret_?key|secret_?key_?base|api_?key|apikey|auth_?token|access_?token|private_?key|secret_?access_?key|access_?key_?secret|account_?key|signing_?(?:key|secret)|shared_?(?:key|secret)|storage_?key|master_?key|client_?secret|encryption_?key|jwt_?secret|db_?pass(?:word)?|credentials?|token)$/i;
/** Names that hold something about a secret, not one. */
const notSecretName =
  /(?:field|label|name|header|param|placeholder|prefix|regex|pattern|path|url|uri|file|hint|message|error|type|id|length|env|prompt|column|attr|input|selector|title|text|format|hash|salt_?rounds)s?$|^(?:next|page|continuation|csrf|public_?key)_?token$/i;

/** Where a call takes a secret: by the callee's last name, the argument's number. */
const secretArguments: Readonly<Record<string, number>> = {
  login: 1,
  NetworkCredential: 1,
  getConnection: 2,
  PDO: 2,
  mysqli: 2,
  mysqli_connect: 2,
  mysql_real_connect: 3,
  PQsetdbLogin: 6,
  sign: 1,
  createHmac: 1,
  HTTPBasicAuth: 1,
  UsernamePasswordCredentials: 1,
  PasswordAuthentication: 1,
  basicAuth: 1,
  basic_auth: 1,
  SetBasicAuth: 1,
  setPassword: 0,
  SecretKeySpec: 0,
};
/** Calls that give a value to the name before it. */
const setters = /^(?:setProperty|put|set|setRequestHeader|setHeader|header|Add|Set|define|putenv|setenv|Setenv)$/;
const comparers = /^(?:strcmp|strncmp|equals|Equals|hash_equals|compare_digest|ConstantTimeCompare)$/;

/** A longer left side is an expression, not a name (and reading each of thousands whole would be quadratic). */
const longestTarget = 120;

/** The name a literal is given to, compared with or passed as, when it is a secret's. */
export function secretTarget(file: SourceFile, literal: SyntaxNode): string | null {
  const node = converted(file, literal);
  let holder = node.parent;
  let place = node;
  // Go's values stand in lists.
  while (holder?.parent && /^(?:expression_list|literal_element)$/.test(holder.kind))
    [place, holder] = [holder, holder.parent];
  if (!holder) return null;
  const list = argumentList(holder);
  if (list) {
    const passed = passedAs(file, list, list === holder ? place : holder);
    if (passed !== null) return passed;
  }
  const target =
    pairName(file, holder, place) ??
    file.field(holder, 'left') ??
    file.field(holder, 'name') ??
    file.field(holder, 'key') ??
    file.field(holder, 'field') ??
    declaratorName(holder) ??
    file.field(holder, 'pattern') ??
    (/comparison|binary/.test(holder.kind) ? (file.named(holder)[0] ?? null) : null);
  // `"/orders/:token" => "orders#show"`: an address that is answered, no name.
  if (!target || target === node || /^["']\//.test(file.text(target).slice(0, 2))) return null;
  return nameOf(file, target);
}

/** `"…".to_string()`, `[]byte("…")`, `String::from("…")`: the conversion stands for the literal. */
function converted(file: SourceFile, literal: SyntaxNode): SyntaxNode {
  const parent = literal.parent;
  const call = parent?.parent;
  if (!parent || !call) return literal;
  const text = file.text(call);
  if (text.length > literal.end - literal.start + 40) return literal;
  if (/^(?:field_expression|member_expression|attribute)$/.test(parent.kind) && file.grammar.calls.has(call.kind))
    return call;
  if (
    call.kind === 'type_conversion_expression' ||
    /^(?:\[\]byte|String::from|new String|bytes|str|Buffer\.from)\(/.test(text)
  )
    return call;
  return parent.kind === 'method_invocation' && /\.getBytes\(/.test(file.text(parent)) ? parent : literal;
}

function argumentList(holder: SyntaxNode): SyntaxNode | null {
  const list = holder.kind === 'argument' ? holder.parent : holder;
  return list && /^(?:argument_list|arguments)$/.test(list.kind) ? list : null;
}

/** What a call takes a literal as. */
function passedAs(file: SourceFile, list: SyntaxNode, argument: SyntaxNode): string | null {
  const call = list.parent;
  if (!call) return null;
  const callee =
    file.field(call, 'function') ??
    file.field(call, 'constructor') ??
    file.field(call, 'type') ??
    file.field(call, 'name') ??
    file.named(call)[0];
  const name = callee ? (/(\w+)$/.exec(file.text(callee).slice(-60))?.[1] ?? '') : '';
  const given = file.named(list);
  const index = given.indexOf(argument);
  if (secretArguments[name] === index && (name !== 'sign' || /jwt|jsonwebtoken/i.test(callee ? file.text(callee) : '')))
    return name === 'SecretKeySpec' || name === 'sign' || name === 'createHmac' ? 'A key' : 'A password';
  const [first] = given;
  if (!first) return null;
  if (setters.test(name) && index === 1) return nameOf(file, first);
  if (!comparers.test(name)) return null;
  const other =
    given.find((one) => one !== argument) ??
    file.field(call, 'object') ??
    (callee ? file.field(callee, 'object') : null);
  return other && !isString(other) ? nameOf(file, other) : null;
}

/** `auth=("user", "password")` of HTTP clients. */
function pairName(file: SourceFile, holder: SyntaxNode, node: SyntaxNode): SyntaxNode | null {
  if (!/^(?:tuple|list|array)$/.test(holder.kind) || file.named(holder).length !== 2 || file.named(holder)[1] !== node)
    return null;
  const around = holder.parent ? file.field(holder.parent, 'name') : null;
  return around && /^(?:auth|basic_auth)$/.test(file.text(around)) ? around : null;
}

/** `const char *password = …` of C. */
function declaratorName(holder: SyntaxNode): SyntaxNode | null {
  return holder.kind === 'init_declarator' ? (declaredName(holder) ?? null) : null;
}

function nameOf(file: SourceFile, target: SyntaxNode): string | null {
  if (target.end - target.start > longestTarget) return null;
  const written =
    stringContent(file.text(target))
      .split(/[.[\]'"$:&*]+|->/)
      .filter(Boolean)
      .at(-1) ?? '';
  if (written === 'auth' || written === 'basic_auth')
    return target.parent?.kind === 'keyword_argument' ? 'A password' : null;
  if (!/^[\w-]+$/.test(written) || !secretName.test(camelToSnake(written)) || notSecretName.test(camelToSnake(written)))
    return null;
  return written;
}

function camelToSnake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}
