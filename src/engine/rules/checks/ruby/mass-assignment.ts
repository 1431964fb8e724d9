import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const writers = ['new', 'create', 'create!', 'update', 'update!', 'update_attributes', 'assign_attributes', 'build'];

/**
 * A model that is given a whole hash of the request: `User.new(params[:user])` (the key names the model), every parameter,
 * or parameters that all were permitted. A single value (`Search.new(params[:q])`) is no hash of attributes.
 */
export const massAssignment: Check = function* (file) {
  for (const call of file.tree.callsTo('permit!'))
    if (!file.text(call).includes('slice(') && !isAddress(file, call)) yield { node: call };
  for (const name of writers) {
    for (const call of file.tree.callsTo(name)) {
      const list = file.field(call, 'arguments');
      const [first] = list ? file.named(list) : [];
      if (first && file.field(call, 'object') && !isOwnParams(file, call) && isWholeHash(file, call, first))
        yield { node: call };
    }
  }
};

/** `redirect_to params.permit!`: an address is made, no record. */
function isAddress(file: SourceFile, call: SyntaxNode): boolean {
  let place: SyntaxNode | null = call;
  for (let up = 0; place && up < 8; up += 1, place = place.parent)
    if (/^(?:redirect_to|url_for|link_to|\w+_(?:path|url))\b[ (]/.test(file.text(place).slice(0, 60))) return true;
  return false;
}

/** Where `params` is an argument of the method, it is what the caller made of it. */
function isOwnParams(file: SourceFile, call: SyntaxNode): boolean {
  const scope = file.enclosingFunction(call);
  return scope !== null && /^def\s+[\w.?!]+[ (][^\n)]{0,200}\bparams\b/.test(file.text(scope).slice(0, 300));
}

function isWholeHash(file: SourceFile, call: SyntaxNode, given: SyntaxNode): boolean {
  const text = file.text(given);
  // What else is made of all parameters is a query or a form of its own.
  const isModel = file.text(file.field(call, 'name') ?? call) !== 'new';
  if (isModel && /^(params|request\.(parameters|params|request_parameters)|params\.to_unsafe_h(ash)?)$/.test(text))
    return true;
  if (/^params(\[:\w+\]|\.(require|fetch)\(:\w+\))?\.to_unsafe_h(ash)?$/.test(text)) return true;
  const key = /^params\[:(\w+)\]$/.exec(text)?.[1];
  if (key === undefined) return false;
  const holder =
    file
      .text(file.field(call, 'object') ?? call)
      .split('::')
      .at(-1) ?? '';
  const model = holder.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return model.replace(/^@/, '') === key;
}
