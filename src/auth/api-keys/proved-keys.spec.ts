import type { KeyCredential } from '../../access/caller.js';
import { ProvedKeys } from './proved-keys.js';

const credential = (keyId: string): KeyCredential => ({
  kind: 'key',
  userId: 'ada',
  keyId,
  generation: 1,
  planHint: 'free',
});

describe('ProvedKeys', () => {
  it('remembers right and wrong keys apart, the oldest of each going first', () => {
    const keys = new ProvedKeys(2, 2);
    for (const id of ['a', 'b', 'c']) keys.add(id, credential(id));
    for (const id of ['x', 'y', 'z']) keys.addWrong(id);
    expect(['a', 'b', 'c'].map((id) => keys.get(id)?.keyId)).toEqual([undefined, 'b', 'c']);
    expect(['x', 'y', 'z', 'b'].map((id) => keys.isWrong(id))).toEqual([false, true, true, false]);
  });

  it('gives the same object for the same key: what is known of it elsewhere hangs on that', () => {
    const keys = new ProvedKeys();
    const known = credential('a');
    keys.add('a', known);
    expect(keys.get('a')).toBe(known);
  });
});
