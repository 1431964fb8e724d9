import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import { credentialFormat, looksLikeSecret } from './secret-formats.js';
import { secretTarget } from './secret-places.js';

const literals = [
  'string',
  'string_literal',
  'verbatim_string_literal',
  'raw_string_literal',
  'interpreted_string_literal',
];

const testFile = /(?:^|[/._-])(?:tests?|spec|fixtures?|examples?|__tests__|mocks?)(?:[/._-]|$)|[a-z]Tests?\.\w+$/i;

/** Credentials written into the source. The message never repeats the value. */
export const hardCodedSecret: Check = function* (file) {
  const isTest = testFile.test(file.filename ?? '');
  for (const kind of literals) {
    for (const node of file.tree.byKind(kind)) {
      // Go's tags say what a field is called elsewhere.
      if (node.field === 'tag') continue;
      const text = stringContent(file.text(node));
      if (text.length < 6 || text.length > 4000 || !isString(node)) continue;
      if (node.children.some((child) => child.kind === 'interpolation')) continue;
      const known = credentialFormat(text);
      // Tests bring keys and headers of their own.
      if (isTest && known !== null && /^(?:private key|credential in)/.test(known)) continue;
      if (known !== null) {
        yield {
          node,
          message: `A ${known} stands in the source: whoever reads the code has it. Take it from the environment or a secret store, and revoke this one.`,
        };
        continue;
      }
      if (isTest || isKeyword(node, text) || !looksLikeSecret(text)) continue;
      const name = secretTarget(file, node);
      if (name !== null && name.toLowerCase() !== text.toLowerCase()) yield { node, message: written(name) };
    }
  }
  // C's macros hold text that the grammar does not read.
  for (const node of isTest ? [] : file.tree.byKind('preproc_def')) {
    const [name, value] = [file.field(node, 'name'), file.field(node, 'value')];
    const text = value ? (/^\s*"([^"\n]{6,400})"\s*$/.exec(file.text(value))?.[1] ?? '') : '';
    if (
      !name ||
      !/(?:^|_)(?:PASS(?:WORD|WD|PHRASE)?|SECRET(?:_KEY)?|API_?KEY|TOKEN|PRIVATE_KEY)$/.test(file.text(name))
    )
      continue;
    if (credentialFormat(text) !== null || looksLikeSecret(text)) yield { node, message: written(file.text(name)) };
  }
};

function written(name: string): string {
  return `${name} is written into the source: whoever reads the code has it. Take it from the environment or a secret store, and change it.`;
}

/** `auth.password === 'oauth2'` asks for a word that means something; a secret that is compared is no word. */
function isKeyword(node: SyntaxNode, text: string): boolean {
  return /comparison|binary/.test(node.parent?.kind ?? '') && text.length < 24 && /^[a-z][a-z-]*\d?$/.test(text);
}
