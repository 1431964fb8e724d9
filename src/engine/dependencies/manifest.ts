/** Registries by the names that OSV gives them. */
export type Ecosystem = 'npm' | 'PyPI' | 'Maven' | 'NuGet' | 'Go' | 'Packagist' | 'RubyGems' | 'crates.io';

/** A span of the manifest: 0-based UTF-16 offsets, the end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A piece of the manifest's text. */
export interface Written extends Place {
  readonly text: string;
}

/** One entry that asks for a package. The place is the whole entry, on its own line. */
export interface Dependency extends Place {
  /** As its registry knows it: `group:artifact` in Maven, a module path in Go. */
  readonly name: string;
  readonly namePlace: Place;
  /** Which versions will do, in the ecosystem's own notation; null when the entry leaves it to something else. */
  readonly requirement: Written | null;
  /** How a missing requirement is to be read: any version will do, or another file decides (a BOM, a parent, a lock). */
  readonly withoutRequirement: 'any' | 'elsewhere';
  /** Where it comes from, when not from a registry by its name. */
  readonly source: DependencySource | null;
  readonly development: boolean;
}

export interface DependencySource extends Written {
  readonly kind: 'git' | 'url' | 'path';
  /** A commit, a tag or a checksum is named: the same bytes come each time. */
  readonly fixed: boolean;
}

/** Entries of one manifest that are looked at; more is nobody's project. */
export const MAX_DEPENDENCIES = 2_000;

/** A place that packages are fetched from. */
export interface Registry extends Written {
  /** True when it is asked besides the main one for the same names. */
  readonly additional: boolean;
}

/** A command that a package manager runs by itself. */
export interface InstallScript extends Written {
  readonly name: string;
}

export interface Manifest {
  readonly ecosystem: Ecosystem;
  readonly dependencies: readonly Dependency[];
  readonly registries: readonly Registry[];
  readonly scripts: readonly InstallScript[];
  /** The project's own licence, as it says. */
  readonly licence: Written | null;
  /** Options that switch a protection off (`--trusted-host`), with what they do. */
  readonly weakened: readonly Written[];
  readonly comments: readonly Place[];
  /** Where the text stops being of its format. What was read before it stands. */
  readonly fault: (Place & { readonly message: string }) | null;
}

/** A manifest's parts as a reader finds them, each optional. */
export function manifestOf(ecosystem: Ecosystem, parts: Partial<Omit<Manifest, 'ecosystem'>>): Manifest {
  return {
    ecosystem,
    dependencies: [],
    registries: [],
    scripts: [],
    licence: null,
    weakened: [],
    comments: [],
    fault: null,
    ...parts,
  };
}
