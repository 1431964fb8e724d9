import { registerDecorator } from 'class-validator';

const MAX_CODE_POINTS = 100;

/** A field of a DTO that is shown as a person's name: 1 to 100 characters, none of them invisible, not all of them spaces. */
export function IsDisplayName(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'displayName',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: isDisplayName,
        defaultMessage: () => `must be a text of 1 to ${MAX_CODE_POINTS} visible characters`,
      },
    });
}

export function isDisplayName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.trim() !== '' &&
    [...value].length <= MAX_CODE_POINTS &&
    !/[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u.test(value)
  );
}
