import type { Type } from '@nestjs/common';
import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Storage = ReturnType<typeof getMetadataStorage>;
type Rule = ReturnType<Storage['getTargetValidationMetadatas']>[number];
type Constraint = ReturnType<Storage['getTargetValidatorConstraints']>[number];

/** Says that a DTO is right in all; when it does not, class-validator finds out what is wrong, if anything is. */
export type QuickCheck = (dto: object) => boolean;

/** One field: whether it is to be looked at (IsOptional, ValidateIf), and what must hold. */
interface FieldCheck {
  name: string;
  conditions: ((dto: object, value: unknown) => boolean)[];
  rules: ((dto: object, value: unknown) => boolean)[];
}

const known = new WeakMap<object, QuickCheck | null>();

/**
 * The rules of a DTO class, gathered once. class-validator gathers them anew for each object that it validates, and
 * builds an error for each field in case there will be one, which costs ten times what the rules do. The same constraints
 * are asked here; the answer to an object that they do not all pass is class-validator's.
 *
 * Null for a class whose rules are not all of the plain kind: nested objects, promises, rules that are asynchronous.
 */
export function quickCheckOf(dto: Type<object>): QuickCheck | null {
  let check = known.get(dto);
  if (check === undefined) known.set(dto, (check = compile(dto)));
  return check;
}

function compile(dto: Type<object>): QuickCheck | null {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(dto, '', false, false);
  const fields = new Map<string, FieldCheck>();
  for (const rule of rules) {
    const name = rule.propertyName;
    const field = fields.get(name) ?? { name, conditions: [], rules: [] };
    fields.set(name, field);
    if (rule.type === ValidationTypes.CONDITIONAL_VALIDATION) {
      field.conditions.push(rule.constraints[0] as FieldCheck['conditions'][number]);
    } else if (rule.type === ValidationTypes.CUSTOM_VALIDATION || rule.type === ValidationTypes.IS_DEFINED) {
      const constraints = storage.getTargetValidatorConstraints(rule.constraintCls);
      if (constraints.some(({ async }) => async)) return null;
      for (const constraint of constraints) field.rules.push(holds(rule, constraint, dto.name));
    } else if (rule.type !== ValidationTypes.WHITELIST) {
      return null;
    }
  }
  if (fields.size === 0) return null;
  const checks = [...fields.values()];
  return (value) =>
    Object.keys(value).every((name) => fields.has(name)) && checks.every((field) => passes(field, value));
}

function passes({ name, conditions, rules }: FieldCheck, dto: object): boolean {
  const value = (dto as Record<string, unknown>)[name];
  for (const condition of conditions) if (!condition(dto, value)) return true;
  for (const rule of rules) if (!rule(dto, value)) return false;
  return true;
}

function holds(rule: Rule, { instance }: Constraint, targetName: string): FieldCheck['rules'][number] {
  const { propertyName: property, constraints, validateIf } = rule;
  return (object, value) => {
    if (validateIf !== undefined && !validateIf(object, value)) return true;
    const told = { targetName, property, object, value, constraints };
    if (rule.each && Array.isArray(value)) return value.every((one) => instance.validate(one, told) === true);
    return instance.validate(value, told) === true;
  };
}
