/** `strings.HasPrefix(s, p)` as `s.startsWith(p)`: functions over a text, under the names that folding and guards know. */
export const textFunctions: Readonly<Record<string, string>> = {
  'strings.Contains': 'includes',
  'strings.EqualFold': 'equalsIgnoreCase',
  'strings.HasPrefix': 'startsWith',
  'strings.HasSuffix': 'endsWith',
  'strings.Index': 'indexOf',
  'strings.Replace': 'replace',
  'strings.ReplaceAll': 'replaceAll',
  'strings.Split': 'split',
  'strings.ToLower': 'toLowerCase',
  'strings.ToUpper': 'toUpperCase',
  'strings.TrimSpace': 'trim',
  'slices.Contains': 'contains',
};

/** Methods of a compiled expression over a text; the expression stands for its pattern. */
export const regexTests: ReadonlySet<string> = new Set(['MatchString', 'Match']);
export const regexReplacers: ReadonlySet<string> = new Set(['ReplaceAllString', 'ReplaceAllLiteralString']);

/** Calls that write into what their pointer arguments point at, from their receiver and other arguments. */
export const fillsArgument =
  /^(?:Decode|Unmarshal|UnmarshalJSON|ShouldBind\w*|Bind\w*|BodyParser|QueryParser|ParamsParser|Sscanf|Sscan|Fscan\w*|Scanln|Scanf|ReadJSON|DecodeElement)$/;

/** Calls that fail on anything that is not of a harmless form: no error proves their argument. */
export const strictParsers: ReadonlySet<string> = new Set([
  'strconv.Atoi',
  'strconv.ParseInt',
  'strconv.ParseUint',
  'strconv.ParseFloat',
  'strconv.ParseBool',
  'uuid.Parse',
  'uuid.FromString',
  'time.Parse',
  'netip.ParseAddr',
  'primitive.ObjectIDFromHex',
]);

/** Parsers that answer nil for what is none of theirs. */
export const nilParsers: ReadonlySet<string> = new Set(['net.ParseIP', 'net.ParseMAC']);

/** Names of functions that look at a value and say by an error what is wrong with it. */
export const validators = /^(?:[vV]alidate|[cC]heck|[vV]erify|[eE]nsure)[A-Z]?\w*$/;

/** Text builders; `fmt.Fprintf(&b, …)` writes into one as `b.WriteString(…)` does. */
export const builderWriters: ReadonlySet<string> = new Set(['WriteString', 'Write', 'WriteByte', 'WriteRune']);

/** The type that decides: `*http.Request` is `http.Request`, `[]int` is as harmless as `int`. */
export function goTypeName(text: string): string | null {
  const plain = text
    .replace(/^(?:\.\.\.|\*|\[\d*\])+/, '')
    .replace(/\[[^]*$/, '')
    .trim();
  return plain === '' ? null : plain;
}
