import type { FlowModel } from '../flow-model.js';
import { safeForAll } from '../sink-class.js';
import { blend, type Value } from '../value.js';

/** What a decoder gives: the text behind the encoding, of which nothing is proven any more. Null for any other call. */
export function decoded(model: FlowModel, path: string, inputs: readonly Value[]): Value | null {
  const last = path.slice(path.lastIndexOf('.') + 1);
  const isDecoder = model.decoders.has(last) || [...model.decoders].some((name) => path.endsWith(`.${name}`));
  if (!isDecoder) return null;
  const value = blend(inputs);
  if (value.taints.length === 0) return null;
  return {
    ...value,
    taints: value.taints.map((taint) => (taint.safeFor === safeForAll ? taint : { ...taint, safeFor: 0 })),
  };
}
