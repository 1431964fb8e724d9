/** Methods of texts, lists and maps under the names that folding, containers and guards know. */
export const commonNames: Readonly<Record<string, string>> = {
  Add: 'add',
  AddRange: 'addAll',
  Append: 'append',
  AppendFormat: 'append',
  AppendLine: 'append',
  Concat: 'concat',
  Contains: 'contains',
  ContainsKey: 'containsKey',
  Dequeue: 'shift',
  EndsWith: 'endsWith',
  Enqueue: 'add',
  Equals: 'equals',
  Format: 'format',
  ForEach: 'forEach',
  IndexOf: 'indexOf',
  Join: 'join',
  Length: 'length',
  Peek: 'peek',
  Pop: 'pop',
  Push: 'push',
  Replace: 'replace',
  Select: 'map',
  SelectMany: 'flatMap',
  StartsWith: 'startsWith',
  Substring: 'substring',
  ToLower: 'toLowerCase',
  ToLowerInvariant: 'toLowerCase',
  ToString: 'toString',
  ToUpper: 'toUpperCase',
  ToUpperInvariant: 'toUpperCase',
  Trim: 'trim',
  TryAdd: 'put',
  Where: 'filter',
};

/** `int.TryParse(text, out n)`: true proves the text. */
export const strictParses = /^(?:TryParse|TryParseExact)$/;

const controllers = /(?:^|\W)(?:Controller|ControllerBase|ApiController|PageModel|Hub)\b/;

/** Whether a class answers requests: by what it derives from, its attributes, or its name. */
export function answersRequests(name: string, bases: string, attributes: string): boolean {
  return controllers.test(bases) || /\[\s*ApiController\b/.test(attributes) || /[a-z]Controller$/.test(name);
}

/** Types that the framework hands to a handler: services, contexts, tokens; no request carries them. */
export const injectedType =
  /^(?:I[A-Z]\w*|\w*(?:Context|Service|Repository|Logger|Client|Factory|Manager|Options|Provider|Token|Principal|Response|Connection))$/;

/** The last name of a type, without type arguments, `?` and `[]`: `List<int>` is as harmless as `int`. */
export function csharpTypeName(text: string): string | null {
  const element =
    /^(?:[\w.]*\.)?(?:List|IEnumerable|IList|ICollection|HashSet|IReadOnlyList|Nullable)<\s*(int|long|short|byte|double|decimal|float|bool|Guid|DateTime)\s*\??\s*>$/.exec(
      text,
    );
  const plain = (element?.[1] ?? text)
    .replace(/<[^]*$/, '')
    .replace(/[?[\],\s]+$/, '')
    .trim();
  return plain === '' || plain === 'var' ? null : (plain.split('.').at(-1) ?? null);
}

/** A text literal's content: plain, `@"…"`, `"""…"""` and the parts of `$"…"`. */
export function csharpText(text: string, unescape: (text: string) => string): string {
  if (/^\$*"""/.test(text)) return text.replace(/^\$*"{3,}\s?|\s?"{3,}$/g, '');
  if (text.startsWith('@')) return text.slice(2, -1).replaceAll('""', '"');
  return unescape(text.slice(1, text.endsWith('"u8') ? -3 : -1));
}
