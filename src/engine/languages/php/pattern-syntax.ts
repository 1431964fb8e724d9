import type { PatternSyntax } from '../language-tables.js';

/** A superglobal looks like a metavariable. */
const superglobal = /\$__metavariable__(GET|POST|REQUEST|COOKIE|SERVER|FILES|SESSION|ENV)\b/g;

export const phpPatterns: PatternSyntax = {
  file: (text) => {
    const code = text.replace(superglobal, '$$_$1');
    return `<?php ${/[;}]$/.test(code) ? code : `${code};`}`;
  },
  statements: (root) =>
    root.children.filter((child) => child.named && child.kind !== 'php_tag' && child.kind !== 'comment'),
  shortTypeNames: false,
};
