/**
 * The contract's result of an architecture generation, without its id. Snake case because it is sent as it stands.
 * Every list is sorted and nothing depends on clock, order of upload or random, so the same upload gives the same bytes.
 */
export interface ArchitectureReport {
  partial: boolean;
  diagnostics: ArchitectureDiagnostic[];
  coverage: Coverage;
  unresolved: UnresolvedImport[];
  components: Component[];
  relations: Relation[];
  layers: Layer[];
  cycles: Cycle[];
  entry_points: EntryPoint[];
  data_stores: ExternalPart[];
  external_services: ExternalPart[];
  metrics: ArchitectureMetrics;
  suggestions: ArchitectureSuggestion[];
  views: Record<ViewName, View>;
}

/** Views of this version; the contract's `container`, `component` and `layers` are not among them yet. */
export const viewNames = ['context', 'dependencies', 'cycles'] as const;
export type ViewName = (typeof viewNames)[number];

/** A place in the uploaded source that proves a statement. */
export interface Evidence {
  path: string;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-16 code units. */
  column: number;
  /** The source line, trimmed and cut. */
  text: string;
}

export interface ArchitectureDiagnostic {
  code: string;
  message: string;
  path?: string;
}

/** Files of an upload that were not read, with some of their paths. */
export interface DroppedFiles {
  reason: string;
  files: number;
  examples: string[];
}

export type ArchitectureLanguage = 'typescript' | 'javascript' | 'python';

/**
 * How much of the code the answer rests on. `ratio` is resolved / internal-looking imports, 1 when there is none: an
 * import looks internal when it can only mean a file of the upload (relative, alias, workspace package, own module).
 */
export interface Coverage {
  files: { received: number; analysed: number; by_language: Partial<Record<ArchitectureLanguage, number>> };
  lines: number;
  dropped: readonly DroppedFiles[];
  imports: { total: number; internal: number; resolved: number; unresolved: number; external: number; builtin: number };
  ratio: number;
}

export interface UnresolvedImport {
  specifier: string;
  kind: DependencyKind;
  reason: string;
  evidence: Evidence[];
}

/**
 * `runtime`: executed when the module loads. `type-only`: gone by syntax (`import type`, `if TYPE_CHECKING`).
 * `elidable`: written as a value import, used in type positions only, so the compiler drops it. `dynamic`: loaded
 * while the program runs (`import()`, an import inside a function).
 */
export type DependencyKind = 'runtime' | 'dynamic' | 'elidable' | 'type-only';

/** Strongest first: what an arrow that bundles several imports is called. */
export const dependencyKinds: readonly DependencyKind[] = ['runtime', 'dynamic', 'elidable', 'type-only'];

export interface Component {
  /** Stable: made from the path. */
  id: string;
  name: string;
  /** Folder (or single file) that the component stands for; empty for the top folder itself. */
  path: string;
  files: number;
  lines: number;
  /** Index into `layers`; 0 depends on everything below it. */
  layer: number;
  languages: ArchitectureLanguage[];
}

/** Components first, then every pair of files that they rest on. */
export interface Relation {
  level: 'component' | 'file';
  /** Ids of components, or paths. */
  from: string;
  to: string;
  /** Between components: file-to-file dependencies. Between files: imports. */
  count: number;
  kinds: Partial<Record<DependencyKind, number>>;
  evidence: Evidence[];
}

export interface Layer {
  /** 0 is the top: nobody above it. */
  index: number;
  components: string[];
}

/** A knot of files that all reach each other (strongly connected component). */
export interface Cycle {
  id: string;
  /** `runtime` when it is a knot by runtime imports alone; `type-only` when it needs imports that vanish or come late. */
  kind: 'runtime' | 'type-only';
  files: string[];
  /** Distinct dependencies inside the knot. */
  dependencies: number;
  /** One shortest way round, first file repeated at the end. */
  witness: { path: string[]; evidence: Evidence[] };
  /** Dependencies whose removal leaves the knot without a cycle; verified by applying it. */
  cut: { from: string; to: string; kind: DependencyKind; evidence: Evidence[] }[];
}

export interface EntryPoint {
  kind: 'http-route' | 'command' | 'main' | 'script';
  /** `GET /users/:id`, the command's name, the file. */
  name: string;
  framework: string | null;
  /** 0 to 1. */
  confidence: number;
  evidence: Evidence[];
}

export interface ExternalPart {
  id: string;
  name: string;
  /** `relational`, `document`, `cache`, `queue`, `payments`, … */
  kind: string;
  confidence: number;
  /** Libraries, manifests and addresses it was recognised by. */
  via: string[];
  /** Components that use it. */
  used_by: string[];
  evidence: Evidence[];
}

export interface ComponentMetrics {
  component: string;
  /** Martin: files outside that depend on files inside, and files inside that depend on files outside. */
  afferent_coupling: number;
  efferent_coupling: number;
  /** Ce / (Ca + Ce); 0 when both are 0. */
  instability: number;
  /** Components that depend on it, and that it depends on. */
  fan_in: number;
  fan_out: number;
}

export interface ArchitectureMetrics {
  files: number;
  dependencies: number;
  by_kind: Partial<Record<DependencyKind, number>>;
  /** Sizes of all knots, largest first. */
  runtime_cycle_sizes: number[];
  all_cycle_sizes: number[];
  components: ComponentMetrics[];
}

export interface ArchitectureSuggestion {
  rule_id: string;
  title: string;
  detail: string;
  severity: 'high' | 'medium' | 'low';
  confidence: number;
  /** Recomputed on the changed graph, never guessed; null where the advice changes no graph. */
  effect: { before: Record<string, number>; after: Record<string, number> } | null;
  evidence: Evidence[];
}

export type BoxKind = 'system' | 'component' | 'actor' | 'store' | 'service' | 'file' | 'more';

export interface Box {
  id: string;
  /** At most 28 characters; `name` is whole. */
  label: string;
  name: string;
  kind: BoxKind;
  note: string;
}

export interface Arrow {
  from: string;
  to: string;
  label: string;
  weight: number;
  /** `cut`: removing it breaks a cycle; `back`: points against the layers; `soft`: none of it is needed to load. */
  style: 'normal' | 'cut' | 'back' | 'soft';
  evidence: Evidence[];
}

export interface View {
  title: string;
  boxes: Box[];
  arrows: Arrow[];
  /** What the budget left out. */
  omitted: { boxes: number; arrows: number };
  warnings: string[];
  coverage_line: string;
  mermaid: string;
  svg: string;
}
