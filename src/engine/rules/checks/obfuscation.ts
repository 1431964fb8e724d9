import { stringContent } from '../pattern/significant-children.js';
import type { Check } from '../rule.js';
import { numberOption } from './options.js';
import { entropy } from './secrets/secret-formats.js';

const encoded = /^[A-Za-z0-9+/=\s]+$|^(\\x[0-9a-fA-F]{2})+$|^[0-9a-fA-F]+$/;

/**
 * Code that hides what it does: a large share of the file is encoded text, and the file decodes and runs text. Either
 * alone is ordinary (embedded images; plug-in loaders).
 */
export const obfuscation: Check = function* (file, options) {
  const ratio = numberOption(options, 'percent', 30) / 100;
  const { source } = file.tree;
  if (!/\b(eval|exec|Function|execScript|loadstring|defineClass)\s*\(/.test(source)) return;
  if (!/b64decode|atob|fromhex|fromCharCode|base64|unhexlify|decompress|rot13|Base64/.test(source)) return;
  let hidden = 0;
  let first = null;
  for (const node of ['string', 'string_literal'].flatMap((kind) => file.tree.byKind(kind))) {
    const text = stringContent(file.text(node));
    if (text.length < 80 || !encoded.test(text) || entropy(text) < 3) continue;
    hidden += text.length;
    first ??= node;
  }
  if (first && hidden >= source.length * ratio) yield { node: first };
};
