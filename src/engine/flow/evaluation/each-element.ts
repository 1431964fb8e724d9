import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { Expression } from '../core-tree.js';
import { anyElement, blend, nothing, only, type Value } from '../value.js';
import { mapView } from './container-makers.js';

/** What a loop binds of what it runs over: any one of its elements, with as much as all of them share. */
export function eachElement(tree: SyntaxTree, iterable: Value, target: Expression): Value {
  const { items } = overMap(tree, iterable, target) ?? iterable;
  const [single] = items ?? [];
  if (items?.length === 1 && single) return single;
  // Records stay records: what lies under a key is what one of them has there. So do functions.
  const areRecords =
    items !== null && items.length > 0 && items.every(({ fields, fn }) => fields !== null || fn !== null);
  if (areRecords) return anyElement({ ...nothing, items });
  const blended = blend([items === iterable.items ? iterable : { ...nothing, items }]);
  return { ...blended, constants: constantItems(items) };
}

/** A map's keys where a loop gives those, its pairs where it gives both; null for what is no map or keeps its keys. */
function overMap(tree: SyntaxTree, map: Value, target: Expression): Value | null {
  if (map.items !== null || map.fields === null) return null;
  if (tree.language === 'python') return target.type === 'name' ? mapView('keys', map) : null;
  if (tree.language === 'csharp') return mapView('entrySet', map);
  return tree.language === 'ruby' && target.type === 'list' ? mapView('entrySet', map) : null;
}

/** Elements of a list of constants are those constants. */
function constantItems(items: readonly Value[] | null): Value['constants'] {
  if (!items || items.length === 0) return null;
  const constants = items.map(only);
  return constants.length <= 8 && constants.every((item) => item !== undefined) ? constants : null;
}
