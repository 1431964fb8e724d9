import { type EsNode, isNode, nameOfNode } from './javascript-walk.js';

/** TypeScript nodes that hold values; every other `TS…` node is a type and vanishes. */
const valueNodes = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
  'TSExternalModuleReference',
  'TSQualifiedName',
  'TSParameterProperty',
  'TSAbstractMethodDefinition',
  'TSAbstractPropertyDefinition',
  'TSAbstractAccessorProperty',
  'TSEmptyBodyFunctionExpression',
]);

export function isTypeNode(node: EsNode): boolean {
  return node.type.startsWith('TS') && !valueNodes.has(node.type);
}

/** The name that an identifier in a value position refers to, or null where it only names a member, a key or a label. */
export function referredName(node: EsNode, parent: EsNode | null): string | null {
  if (node.type !== 'Identifier' && node.type !== 'JSXIdentifier') return null;
  if (parent === null) return nameOfNode(node);
  switch (parent.type) {
    case 'MemberExpression':
    case 'JSXMemberExpression':
      if (parent.property === node && parent.computed !== true) return null;
      break;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
    case 'AccessorProperty':
      if (parent.key === node && parent.computed !== true && parent.shorthand !== true) return null;
      break;
    case 'TSQualifiedName':
      if (parent.right === node) return null;
      break;
    case 'JSXAttribute':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return null;
  }
  return nameOfNode(node);
}

/**
 * Names that `emitDecoratorMetadata` keeps alive at run time: types of a decorated class's constructor parameters, and
 * of decorated members. Whether a name is a class or an interface cannot be seen in one file: it counts as a value.
 */
export function metadataNames(classNode: EsNode): string[] {
  const body = isNode(classNode.body) && Array.isArray(classNode.body.body) ? classNode.body.body : [];
  const names: string[] = [];
  for (const member of body) {
    if (!isNode(member)) continue;
    const parameters = isNode(member.value) && Array.isArray(member.value.params) ? member.value.params : [];
    const constructor = member.kind === 'constructor';
    const decorated = hasDecorators(constructor ? classNode : member) || parameters.some(hasDecorators);
    if (!decorated) continue;
    if (isNode(member.value)) names.push(...annotatedNames(member.value.returnType));
    names.push(...annotatedNames(member.typeAnnotation));
    for (const parameter of parameters) names.push(...annotatedNames(annotationOf(parameter)));
  }
  return names;
}

function hasDecorators(node: unknown): boolean {
  return isNode(node) && Array.isArray(node.decorators) && node.decorators.length > 0;
}

function annotationOf(parameter: unknown): unknown {
  let current = parameter;
  if (isNode(current) && current.type === 'TSParameterProperty') current = current.parameter;
  if (isNode(current) && current.type === 'AssignmentPattern') current = current.left;
  return isNode(current) ? current.typeAnnotation : null;
}

/** First names of the references that stand at the top of an annotation: `A`, `ns` of `ns.B`, both of `A | null`. */
function annotatedNames(annotation: unknown): string[] {
  if (!isNode(annotation)) return [];
  if (annotation.type === 'TSTypeAnnotation') return annotatedNames(annotation.typeAnnotation);
  if (annotation.type === 'TSUnionType' && Array.isArray(annotation.types)) {
    return annotation.types.flatMap((member) => annotatedNames(member));
  }
  if (annotation.type !== 'TSTypeReference') return [];
  let name = annotation.typeName;
  while (isNode(name) && name.type === 'TSQualifiedName') name = name.left;
  const found = nameOfNode(name);
  return found === null ? [] : [found];
}
