import { readPrepared } from '../prepared/read-prepared.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import type { FlowModelSource } from './models/model-file.js';
import { modelFiles, modelFilesOf } from './models/model-files.js';
import { safeForAll, safetyMask, type SafetyMask } from './sink-class.js';
import type { OriginKind } from './value.js';

/** Data that somebody outside the program chooses. */
export interface FlowSource {
  readonly kind: OriginKind;
  readonly message: string;
}

/** What a call leaves in one of its arguments (models/model-file.ts says what each part means). */
export interface ArgumentWrite {
  readonly to: number | 'rest';
  readonly kind: OriginKind | null;
  readonly message: string;
  readonly from: readonly number[];
  readonly rest: number;
  readonly format: number | null;
  readonly keeps: boolean;
}

/** What a language and its frameworks say about where values come from. Read from models/<language>.yaml and its frameworks'. */
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
  readonly converters: ReadonlySet<string>;
  readonly decoders: ReadonlySet<string>;
  readonly normalisers: ReadonlySet<string>;
  /** By the last name of a call. */
  readonly writes: ReadonlyMap<string, readonly ArgumentWrite[]>;
  readonly pointers: boolean;
}

/** From the build; the YAML reader is loaded only where the code runs unbuilt. */
const sources: Readonly<Record<string, FlowModelSource>> = readPrepared('models') ?? (await readFiles());

async function readFiles(): Promise<Record<string, FlowModelSource>> {
  const { readModelFile } = await import('./models/model-file.js');
  return Object.fromEntries(modelFiles.map((file) => [file, readModelFile(file)]));
}

const loaded = new Map<readonly string[], FlowModel>();

/** The model of a language, made once per process; null for a language without one. */
export function flowModel(language: LanguageId): FlowModel | null {
  const files = modelFilesOf[language];
  if (files === undefined) return null;
  const known = loaded.get(files);
  if (known) return known;
  const model = modelOf(together(files.flatMap((file) => sources[file] ?? [])));
  loaded.set(files, model);
  return model;
}

/** Everything that a language's files say, as if it stood in one. */
function together(files: readonly FlowModelSource[]): FlowModelSource {
  return {
    request: {
      names: files.flatMap((file) => file.request.names),
      types: files.flatMap((file) => file.request.types),
    },
    sources: files.flatMap((file) => file.sources),
    routes: files.flatMap((file) => file.routes),
    'remote-annotations': files.flatMap((file) => file['remote-annotations']),
    'safe-types': files.flatMap((file) => file['safe-types']),
    sanitizers: files.flatMap((file) => file.sanitizers),
    barriers: files.flatMap((file) => file.barriers),
    formatters: files.flatMap((file) => file.formatters),
    converters: files.flatMap((file) => file.converters),
    decoders: files.flatMap((file) => file.decoders),
    normalisers: files.flatMap((file) => file.normalisers),
    writes: files.flatMap((file) => file.writes),
    pointers: files.some((file) => file.pointers),
  };
}

function modelOf(read: FlowModelSource): FlowModel {
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
    sourceOf: sourceLookup(read.sources.map((one) => ({ ...one, path: new RegExp(one.path) }))),
    routes: read.routes.map((route) => new RegExp(route)),
    remoteAnnotations: new Set(read['remote-annotations']),
    safeTypes: new Set(read['safe-types']),
    sanitizers,
    barriers: new Set(read.barriers),
    formatters: new Set(read.formatters),
    converters: new Set(read.converters),
    decoders: new Set(read.decoders),
    normalisers: new Set(read.normalisers),
    writes: writesByCall(read.writes),
    pointers: read.pointers,
  };
}

function writesByCall(read: FlowModelSource['writes']): ReadonlyMap<string, readonly ArgumentWrite[]> {
  const writes = new Map<string, ArgumentWrite[]>();
  for (const { calls, ...entry } of read) {
    const write: ArgumentWrite = { ...entry, kind: entry.kind ?? null, format: entry.format ?? null };
    for (const call of calls) writes.set(call, [...(writes.get(call) ?? []), write]);
  }
  return writes;
}

/** What calling `path` (last segment included) makes its arguments safe for; 0 when it is no sanitizer. */
export function sanitizerMask(model: FlowModel, path: string): SafetyMask {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const candidates = model.sanitizers.get(last) ?? [];
  const fitting = candidates.filter(({ name }) => path === name || path.endsWith(`.${name}`));
  // `Url.parse` is safe for nothing, though `parse` of a number is.
  if (fitting.some(({ mask }) => mask === 0)) return 0;
  return fitting.reduce((mask, { mask: gives }) => mask | gives, 0);
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
