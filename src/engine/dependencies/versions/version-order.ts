import type { Ecosystem } from '../manifest.js';
import { compareComposer } from './composer-order.js';
import { compareGem } from './gem-order.js';
import { compareMaven } from './maven-order.js';
import { comparePep440 } from './pep440-order.js';
import { compareNuget, compareSemver } from './semver-order.js';

/** Below 0 when the first version is the earlier, 0 when they are one, above 0 when it is the later. */
export type VersionOrder = (left: string, right: string) => number;

export const versionOrders: Readonly<Record<Ecosystem, VersionOrder>> = {
  npm: compareSemver,
  Go: compareSemver,
  'crates.io': compareSemver,
  PyPI: comparePep440,
  Maven: compareMaven,
  NuGet: compareNuget,
  RubyGems: compareGem,
  Packagist: compareComposer,
};
