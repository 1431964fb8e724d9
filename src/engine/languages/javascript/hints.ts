import type { Hint } from '../language-tables.js';

export const javascriptHints: readonly Hint[] = [
  [/^\s*class \w+( extends [\w.]+)?\s*\{\s*$/, 1.5],
  [/\b(const|let) [\w{[]/, 1.5],
  [/^\s*var \w+\s*=/, 2],
  [/\bfunction\b\s*\*?\s*\w*\s*\([\w\s,={}[\].]*\)\s*\{/, 2],
  [/=>\s*[{(\w]/, 1],
  [/\brequire\(['"]|module\.exports|\bexports\.\w/, 3],
  [/^\s*(import|export)\b.*\bfrom\s+['"]/, 2],
  [/^\s*export (default|const|function|class)\b/, 2],
  [/\b(console\.log|document\.|window\.|===|!==)/, 1.5],
];

export const typescriptHints: readonly Hint[] = [
  [/^\s*(export )?(abstract )?class \w+(<.*>)?( extends [\w.]+)?( implements \w+)?\s*\{\s*$/, 1.5],
  [/^\s*(export )?(interface|type) \w+(<.*>)?\s*(=|\{|extends)/, 4],
  [/\b(const|let) \w+\s*:\s*\w/, 3],
  [/\(.*\w\??\s*:\s*(string|number|boolean|unknown|void|any|[A-Z]\w*)(\[\]|<.*>)?\s*[,)=]/, 3],
  [/\)\s*:\s*(string|number|boolean|void|Promise<|[A-Z]\w*)[^{;]*(\{|=>|;)\s*$/, 3],
  [/^\s*(private|public|protected|readonly)\s+(readonly\s+)?\w+\??\s*[:=(]/, 2],
  [/\bas (const|unknown|string|number|any)\b|^\s*import type\b|^\s*export (abstract|enum|declare)\b/, 3],
  [/\b(const|let) [\w{[]/, 1],
  [/^\s*(import|export)\b.*\bfrom\s+['"]/, 1.5],
  [/=>\s*[{(\w]/, 0.5],
];
