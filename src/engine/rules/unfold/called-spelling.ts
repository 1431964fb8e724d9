import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { characters, code, decoded, elements, longest, type Spelled } from './spelled-value.js';
import type { Bindings, Spelling } from './spelling.js';

/** Calls that only change how text is held. */
const keeping =
  /^(?:toString|decode|encode|strip|trim|String|str|string|to_string|to_owned|to_s|to_sym|into|as_str|as_bytes|collect|iter|into_iter|unwrap|getBytes|GetString|GetBytes|ToArray|ToCharArray|toCharArray|c_str|data|strval|from_utf8|from_utf8_lossy|bytes|bytearray|list|tuple|chars|values|ToString|byte|rune|valueOf|asList|vec|intern|to_vec|strdup)$/;
const decoders: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|\W)(?:atob|base64_decode|(?:urlsafe_|standard_)?b64decode|(?:strict_|urlsafe_)?decode64|FromBase64String)$/,
    'base64',
  ],
  [
    /(?:[Bb]ase64|STANDARD|StdEncoding|URLEncoding|Decoder\(\))\W[\w.]*\.?[dD]ecode(?:String)?$|base64(?:::|\.)decode$/,
    'base64',
  ],
  [/(?:unhexlify|fromhex|hex2bin|FromHexString|hex\.DecodeString|hex::decode)$/, 'hex'],
  [/(?:^|\W)(?:str_rot13)$/, 'rot13'],
  [/(?:^|\W)strrev$|\.(?:reverse|Reverse|rev)$|^reversed$/, 'reverse'],
];

function decoderOf(callee: string): string | undefined {
  return decoders.find(([callees]) => callees.test(callee))?.[1];
}

/** What a call of a text function spells. */
export function calledSpelling(spelling: Spelling, call: SyntaxNode, bound: Bindings): Spelled | undefined {
  const { file } = spelling;
  const callee = calleeText(spelling, call);
  const name = /([\w$]+)!?$/.exec(callee)?.[1] ?? '';
  const list = file.field(call, 'arguments') ?? file.named(call).find((one) => one.kind === 'token_tree');
  const given = list ? (list.kind === 'generator_expression' ? [list] : file.named(list)) : [];
  const local = spelling.functions.get(name);
  if (local && given.length >= local.parameters.length) {
    const values = spelling.all(given, bound);
    return values && spelling.applied(local, values, bound);
  }
  const receiver = receiverOf(spelling, call);
  const holder = receiver ? spelling.of(receiver, bound) : undefined;
  const mapped = mapping(spelling, name, holder, given, bound);
  if (mapped) return mapped;
  if (/^(?:join|implode|Join|concat|Concat)$/.test(name)) return joined(spelling, name, holder, given, bound);
  if (name === 'from' && callee.endsWith('Buffer.from')) return fromBuffer(spelling, given, bound);
  if (/^(?:pack|unpack|unpack1)$/.test(name) && holder !== undefined)
    return packed(spelling, name, holder, given, bound);
  const values = spelling.all(given, bound);
  if (!values) return undefined;
  const [first, second] = values;
  if (/^(?:fromCharCode|fromCodePoint|chr|Chr|char)$/.test(name)) {
    const codes = values.length === 1 && first !== undefined ? (elements(first) ?? [first]) : values;
    const numbers = codes.map((one) => code(one));
    return numbers.every((one) => one !== null) ? (characters(numbers) ?? undefined) : undefined;
  }
  // A method of something unknown gives something unknown, whatever its arguments are.
  const isModule = /(?:Encoding\.\w+|String|Buffer|Arrays|List|Character|std::string)(?:\.|::)\w+$/.test(callee);
  if (receiver && holder === undefined && keeping.test(name) && !isModule && decoderOf(callee) === undefined)
    return undefined;
  const subject = holder ?? first;
  if (subject === undefined) return undefined;
  const how = decoderOf(callee);
  const encoding = typeof second === 'string' ? second : holder !== undefined && typeof first === 'string' ? first : '';
  if (how === 'reverse' && typeof subject !== 'string') return elements(subject)?.toReversed();
  const text = typeof subject === 'number' ? null : characters(subject);
  if (how !== undefined && text !== null && (how === 'reverse' || first === undefined || holder === undefined))
    return decoded(how, holder === undefined && typeof first !== 'number' ? (characters(first ?? '') ?? '') : text);
  if (how !== undefined && first !== undefined) return decoded(how, characters(first) ?? '');
  if (/^rot_?13$/.test(encoding) && text !== null) return decoded('rot13', text);
  if (/^(?:charCodeAt|ord|codePointAt|charAt)$/.test(name)) return subject;
  if (/^(?:split|chars|str_split)$/.test(name) && text !== null)
    return pieces(text, holder === undefined ? '' : (first ?? ''));
  if (/^(?:replace|replaceAll|gsub|ReplaceAll|Replace|str_replace)$/.test(name)) return replaced(holder, values);
  if (text !== null && /^(?:toLowerCase|ToLower|strtolower|lower|downcase|to_lowercase)$/.test(name))
    return text.toLowerCase();
  if (text !== null && /^(?:toUpperCase|ToUpper|strtoupper|upper|upcase)$/.test(name)) return text.toUpperCase();
  return keeping.test(name) ||
    /^(?:string|String|byte\[\]|\[\]byte|StringBuilder|std::string|(?:String|char|Vec)::from)$/.test(callee)
    ? subject
    : undefined;
}

/** The text of what is called, receiver and all (its end). */
export function calleeText(spelling: Spelling, call: SyntaxNode): string {
  const { file } = spelling;
  const callee =
    file.field(call, 'function') ??
    file.field(call, 'constructor') ??
    file.field(call, 'type') ??
    file.field(call, 'macro');
  if (callee) return file.text(callee).slice(-120);
  const object = file.field(call, 'object');
  const name = file.field(call, 'name');
  return `${object ? `${file.text(object).slice(-100)}.` : ''}${name ? file.text(name) : ''}`;
}

function receiverOf({ file }: Spelling, call: SyntaxNode): SyntaxNode | null {
  const callee = file.field(call, 'function');
  if (!callee) return file.field(call, 'object');
  return (
    file.field(callee, 'object') ??
    file.field(callee, 'argument') ??
    (callee.kind === 'field_expression' ? file.field(callee, 'value') : null)
  );
}

/** `list.map(f)`, `map(f, list)`, `array_map('chr', list)`. */
function mapping(
  spelling: Spelling,
  name: string,
  holder: Spelled | undefined,
  given: readonly SyntaxNode[],
  bound: Bindings,
): Spelled | undefined {
  if (!/^(?:map|array_map|Select)$/.test(name)) return undefined;
  const [first, second] = given;
  const over = holder ?? (second ? spelling.of(second, bound) : undefined);
  const items = over === undefined ? null : elements(over);
  if (!items || !first) return undefined;
  const named = spelling.file.text(first).replace(/['"&:]/g, '');
  if (/^(?:chr|String\.fromCharCode|fromCharCode|char)$/.test(named)) {
    const text = characters(items.map((one) => code(one) ?? 0));
    return text === null ? undefined : [...text];
  }
  const fn = spelling.functionOf(first);
  if (!fn) return undefined;
  const found: Spelled[] = [];
  for (const item of items) {
    const value = spelling.applied(fn, [item], bound);
    if (value === undefined) return undefined;
    found.push(value);
  }
  return found;
}

/** Lists that are joined: `list.join(s)`, `s.join(list)`, `implode(s, list)`, `strings.Join(list, s)`, `list.concat()`. */
function joined(
  spelling: Spelling,
  name: string,
  holder: Spelled | undefined,
  given: readonly SyntaxNode[],
  bound: Bindings,
): Spelled | undefined {
  const values = spelling.all(given, bound);
  if (!values) return undefined;
  const all: readonly Spelled[] = holder === undefined ? values : [holder, ...values];
  const list = all.find((one) => Array.isArray(one));
  if (!list) return /^[cC]oncat$/.test(name) ? (characters(all) ?? undefined) : undefined;
  const between = all.find((one) => typeof one === 'string') ?? '';
  const parts = (elements(list) ?? []).map((one) => (typeof one === 'number' ? String(one) : characters(one)));
  const room = longest - parts.length * (typeof between === 'string' ? between.length : 0);
  return room >= 0 && parts.every((one) => one !== null) ? parts.join(String(between)) : undefined;
}

function fromBuffer(spelling: Spelling, given: readonly SyntaxNode[], bound: Bindings): Spelled | undefined {
  const values = spelling.all(given, bound);
  const [content, encoding] = values ?? [];
  if (content === undefined) return undefined;
  const text = characters(content);
  return typeof encoding === 'string' && text !== null ? (decoded(encoding, text) ?? text) : content;
}

/** Ruby: `[104, 105].pack('c*')`, `text.unpack1('m')`, `[hex].pack('H*')`. */
function packed(
  spelling: Spelling,
  name: string,
  holder: Spelled,
  given: readonly SyntaxNode[],
  bound: Bindings,
): Spelled | undefined {
  const how = given[0] ? spelling.text(given[0], bound) : null;
  const text = characters(holder);
  if (how === null || text === null) return undefined;
  if (name === 'pack') return /^[cCU]\*$/.test(how) ? text : /^H\*$/.test(how) ? decoded('hex', text) : undefined;
  return how.startsWith('m')
    ? name === 'unpack1'
      ? decoded('base64', text)
      : [decoded('base64', text) ?? '']
    : undefined;
}

function pieces(text: string, by: Spelled): Spelled {
  return typeof by === 'string' ? text.split(by) : [...text];
}

/** `text.replace(a, b)`, or PHP's `str_replace(a, b, text)`; texts only, all occurrences. */
function replaced(holder: Spelled | undefined, values: readonly Spelled[]): Spelled | undefined {
  const [from, to, third] = values;
  const text = holder ?? third;
  if (typeof text !== 'string' || typeof from !== 'string' || typeof to !== 'string' || from === '') return undefined;
  const parts = text.split(from);
  return text.length + parts.length * to.length > longest ? undefined : parts.join(to);
}
