import type { PatternSyntax } from '../language-tables.js';

/** In a hash no bare name may stand. */
const hashEllipsis = /([{,]\s*)__ellipsis__(?=\s*[,}])/g;

export const rubyPatterns: PatternSyntax = {
  file: (text) => text.replace(hashEllipsis, '$1**__ellipsis__'),
  statements: null,
  shortTypeNames: false,
};
