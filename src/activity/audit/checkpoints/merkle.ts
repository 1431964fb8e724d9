import { createHash, hash } from 'node:crypto';

/**
 * A Merkle tree as RFC 6962 §2.1 has it: `leaf = sha256(0x00 | data)`, `node = sha256(0x01 | left | right)`, split at the largest
 * power of two below the number of leaves. With the root in a signed checkpoint, the ~14 hashes beside the path of one event
 * prove that it is among 10,000, without the others.
 */
const LEAF = 0;
const NODE = 1;
const HASH_BYTES = 32;

/** One step from a leaf to the root: the hash beside it. */
export interface ProofStep {
  side: 'left' | 'right';
  hash: Buffer;
}

/** Leaves of a part whose root can be made by itself: pairs never cross the border of such parts. */
export const SUBTREE_LEAVES = 1_024;

export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  return rootAbove(leaves.map(leafHash));
}

/** The root above the roots of parts of SUBTREE_LEAVES leaves each, the last of which may have fewer; without any, of no leaf. */
export function rootAbove(subtrees: readonly Buffer[]): Buffer {
  if (subtrees.length === 0) return createHash('sha256').digest();
  let level = subtrees;
  // Pairs from the left, and an odd one goes up as it is: the same tree, made level by level.
  while (level.length > 1) level = levelAbove(level);
  return level[0] as Buffer;
}

/** The path of the leaf at `index`. @throws RangeError when there is none. */
export function merkleProof(leaves: readonly Uint8Array[], index: number): ProofStep[] {
  if (index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  const steps: ProofStep[] = [];
  let level = leaves.map(leafHash);
  let at = index;
  while (level.length > 1) {
    const beside = level[at ^ 1];
    if (beside !== undefined) steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: beside });
    level = levelAbove(level);
    at >>= 1;
  }
  return steps;
}

/** The root that a leaf and its path lead to. */
export function rootOfProof(leaf: Uint8Array, steps: readonly ProofStep[]): Buffer {
  return steps.reduce(
    (hash, step) => (step.side === 'left' ? nodeHash(step.hash, hash) : nodeHash(hash, step.hash)),
    leafHash(leaf),
  );
}

function levelAbove(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at] as Buffer, level[at + 1]];
    above.push(right === undefined ? left : nodeHash(left, right));
  }
  return above;
}

function leafHash(data: Uint8Array): Buffer {
  const bytes = data.length === HASH_BYTES ? leaf : Buffer.alloc(1 + data.length);
  bytes[0] = LEAF;
  bytes.set(data, 1);
  return hash('sha256', bytes, 'buffer');
}

function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}

/** Filled anew for each digest: two for every event that is verified. */
const leaf = Buffer.alloc(1 + HASH_BYTES);
const node = Buffer.of(NODE, ...Buffer.alloc(2 * HASH_BYTES));
