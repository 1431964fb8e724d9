import { keywordValue } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import { writtenValue } from './written-values.js';

const decoders = /^(?:jose\.)?jwt\.decode(?:_complete)?$/;

/** `options = {"verify_signature": False}; jwt.decode(token, key, options=options)`: the options stand elsewhere. */
export const keptTokenOptions: Check = function* (file) {
  if (!file.tree.source.includes('verify_signature')) return;
  for (const call of [...file.tree.callsTo('decode'), ...file.tree.callsTo('decode_complete')]) {
    if (!decoders.test(file.qualifiedName(file.field(call, 'function') ?? call) ?? '')) continue;
    const options = keywordValue(file, call, 'options');
    const written = options && options.kind !== 'dictionary' ? writtenValue(file, options) : null;
    if (written && /["']?verify_signature["']?\s*[:=]\s*False\b/.test(file.text(written))) yield { node: call };
  }
};
