import { compareNumbers, compareReleases, compareTexts, isNumber } from './compare-parts.js';

const form =
  /^v?(?:(\d{1,20})!)?(\d{1,50}(?:\.\d{1,50}){0,50})(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d{0,50}))?(?:-(\d{1,50})|[-_.]?(post|rev|r)[-_.]?(\d{0,50}))?(?:[-_.]?(dev)[-_.]?(\d{0,50}))?(?:\+([a-z0-9._-]{1,200}))?$/;

const phases: Readonly<Record<string, number>> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 };

interface Version {
  epoch: string;
  release: string[];
  /** 0: a development release of none; 4: a final release. */
  phase: number;
  preNumber: string;
  /** -1 without one. */
  post: string;
  /** Null: not a development release, which is later than any. */
  dev: string | null;
  local: string[];
}

/** PEP 440: `1.dev1 < 1a1.dev1 < 1a1 < 1b1 < 1rc1 < 1 < 1+local < 1.post1`. What is no version comes before all. */
export function comparePep440(left: string, right: string): number {
  const a = parse(left);
  const b = parse(right);
  if (a === null || b === null) {
    return a === b ? compareTexts(left, right) : a === null ? -1 : 1;
  }
  return (
    compareNumbers(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    a.phase - b.phase ||
    compareNumbers(a.preNumber, b.preNumber) ||
    compareNumbers(a.post, b.post) ||
    compareDev(a.dev, b.dev) ||
    compareLocal(a.local, b.local)
  );
}

function parse(version: string): Version | null {
  const found = form.exec(version.trim().toLowerCase());
  if (found === null) return null;
  const [, epoch = '0', release = '0', pre, preNumber, implicitPost, post, postNumber, dev, devNumber, local] = found;
  const hasPost = post !== undefined || implicitPost !== undefined;
  const devOnly = pre === undefined && !hasPost && dev !== undefined;
  return {
    epoch,
    release: release.split('.'),
    phase: pre === undefined ? (devOnly ? 0 : 4) : (phases[pre] ?? 3),
    preNumber: preNumber || '0',
    // One more than written, so that none is 0.
    post: hasPost ? String(BigInt(implicitPost ?? (postNumber || '0')) + 1n) : '0',
    dev: dev === undefined ? null : devNumber || '0',
    local: local === undefined ? [] : local.split(/[-_.]/),
  };
}

function compareDev(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareNumbers(a, b);
}

function compareLocal(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    const [one, other] = [a[at], b[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    if (isNumber(one) !== isNumber(other)) return isNumber(one) ? 1 : -1;
    const order = isNumber(one) ? compareNumbers(one, other) : compareTexts(one, other);
    if (order !== 0) return order;
  }
  return 0;
}
