import { createHash } from 'node:crypto';
import { array, assert, nat, property, uint8Array } from 'fast-check';
import { merkleProof, merkleRoot, rootAbove, rootOfProof, SUBTREE_LEAVES } from './merkle.js';

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** The definition of RFC 6962 §2.1, word by word. */
function definition(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0] as Uint8Array);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), definition(leaves.slice(0, split)), definition(leaves.slice(split)));
}

describe('the Merkle tree', () => {
  const trees = array(uint8Array({ maxLength: 8 }), { minLength: 1, maxLength: 70 });

  it('has the root that RFC 6962 defines', () => {
    assert(property(trees, (leaves) => expect(merkleRoot(leaves)).toEqual(definition(leaves))));
    expect(merkleRoot([]).toString('hex')).toMatch(/^e3b0c442/);
  });

  it.each([1, SUBTREE_LEAVES, SUBTREE_LEAVES + 1, 3 * SUBTREE_LEAVES - 5])(
    'has the root of its parts’ roots, %i leaves',
    (count) => {
      const leaves = Array.from({ length: count }, (_leaf, index) => Buffer.from(`${index}`));
      const parts = Array.from({ length: Math.ceil(count / SUBTREE_LEAVES) }, (_part, index) =>
        merkleRoot(leaves.slice(index * SUBTREE_LEAVES, (index + 1) * SUBTREE_LEAVES)),
      );
      expect(rootAbove(parts)).toEqual(merkleRoot(leaves));
    },
  );

  it('proves each leaf, and no other', () => {
    assert(
      property(trees, nat(), (leaves, number) => {
        const index = number % leaves.length;
        const steps = merkleProof(leaves, index);
        expect(steps.length).toBeLessThanOrEqual(7);
        expect(rootOfProof(leaves[index] as Uint8Array, steps)).toEqual(merkleRoot(leaves));
        expect(rootOfProof(Buffer.from('another'), steps)).not.toEqual(merkleRoot(leaves));
      }),
    );
    expect(() => merkleProof([Buffer.of(1)], 1)).toThrow(RangeError);
  });
});
