import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { LanguageId } from '../tree/syntax-tree.js';
import { safeForAll, safetyMask, sinkClasses, type SafetyMask } from './sink-class.js';
import type { OriginKind } from './value.js';

const pattern = z.string().transform((text) => new RegExp(text));

const schema = z.strictObject({
  /** Which parameters are the request of a web framework: by name when untyped, by declared type otherwise. */
  request: z.strictObject({ names: z.array(z.string()), types: z.array(z.string()) }),
  /** Paths whose value somebody outside chooses; regular expressions over dotted paths, `()` marks a call's result. */
  sources: z.array(z.strictObject({ path: pattern, kind: z.enum(['remote', 'local']), message: z.string() })),
  /** Decorators that make every parameter of a function remote. */
  routes: z.array(pattern),
  /** Decorators or annotations of one parameter that make it remote. */
  'remote-annotations': z.array(z.string()),
  /** Parameter types that cannot carry an attack. */
  'safe-types': z.array(z.string()),
  sanitizers: z.array(
    z.strictObject({ calls: z.array(z.string()), 'safe-for': z.array(z.enum(['all', ...sinkClasses])) }),
  ),
  /** Calls whose result is new data (rows, responses, handles), not their arguments' text. */
  barriers: z.array(z.string()),
  /** Calls that put text together from their receiver and arguments. */
  formatters: z.array(z.string()),
  /** Calls that resolve `..`, so that a prefix check on their result means something. */
  normalisers: z.array(z.string()),
});

/** Data that somebody outside the program chooses. */
export interface FlowSource {
  readonly kind: OriginKind;
  readonly message: string;
}

/** What a language and its frameworks say about where values come from. Read from models/<language>.yaml. */
export interface FlowModel {
  readonly request: { readonly names: ReadonlySet<string>; readonly types: ReadonlySet<string> };
  /** The source that a dotted path stands for, or null. */
  sourceOf(path: string): FlowSource | null;
  readonly routes: readonly RegExp[];
  readonly remoteAnnotations: ReadonlySet<string>;
  readonly safeTypes: ReadonlySet<string>;
  /** Last name of a sanitizer → its full names with what they make safe. */
  readonly sanitizers: ReadonlyMap<string, readonly { readonly name: string; readonly mask: SafetyMask }[]>;
  readonly barriers: ReadonlySet<string>;
  readonly formatters: ReadonlySet<string>;
  readonly normalisers: ReadonlySet<string>;
}

const files: Readonly<Partial<Record<LanguageId, string>>> = {
  python: 'python',
  javascript: 'javascript',
  typescript: 'javascript',
  java: 'java',
};
const loaded = new Map<string, FlowModel>();

/** The model of a language, read once per process; null for a language without one. */
export function flowModel(language: LanguageId): FlowModel | null {
  const file = files[language];
  if (!file) return null;
  const known = loaded.get(file);
  if (known) return known;
  const model = readModel(file);
  loaded.set(file, model);
  return model;
}

function readModel(file: string): FlowModel {
  const read = schema.parse(parseYaml(readFileSync(new URL(`models/${file}.yaml`, import.meta.url), 'utf8')));
  const sanitizers = new Map<string, { name: string; mask: SafetyMask }[]>();
  for (const entry of read.sanitizers) {
    for (const name of entry.calls) {
      const last = name.split('.').at(-1) ?? name;
      const mask = entry['safe-for'].includes('all') ? safeForAll : safetyMask(entry['safe-for']);
      sanitizers.set(last, [...(sanitizers.get(last) ?? []), { name, mask }]);
    }
  }
  return {
    request: { names: new Set(read.request.names), types: new Set(read.request.types) },
    sourceOf: sourceLookup(read.sources),
    routes: read.routes,
    remoteAnnotations: new Set(read['remote-annotations']),
    safeTypes: new Set(read['safe-types']),
    sanitizers,
    barriers: new Set(read.barriers),
    formatters: new Set(read.formatters),
    normalisers: new Set(read.normalisers),
  };
}

/** What calling `path` (last segment included) makes its arguments safe for; 0 when it is no sanitizer. */
export function sanitizerMask(model: FlowModel, path: string): SafetyMask {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const candidates = model.sanitizers.get(last) ?? [];
  return candidates.reduce((mask, { name, mask: gives }) => {
    const fits = path === name || path.endsWith(`.${name}`);
    return fits ? mask | gives : mask;
  }, 0);
}

/** Most paths whose answer is remembered: a file names the same few hundred again and again. */
const rememberedPaths = 4096;

function sourceLookup(
  sources: readonly (FlowSource & { readonly path: RegExp })[],
): (path: string) => FlowSource | null {
  const known = new Map<string, FlowSource | null>();
  return (path) => {
    const remembered = known.get(path);
    if (remembered !== undefined) return remembered;
    const source = sources.find((one) => one.path.test(path)) ?? null;
    if (known.size >= rememberedPaths) known.clear();
    known.set(path, source);
    return source;
  };
}
