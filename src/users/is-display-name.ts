import { registerDecorator } from 'class-validator';

const MAX_CODE_POINTS = 100;

/** What breaks lines, is no character, or turns the text after it around. */
const unfit = /[\p{Cc}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
/** Joiners and the like are fine between letters, and are no name by themselves. */
const visible = /[^\p{Default_Ignorable_Code_Point}\p{Z}\s]/u;

/** A field of a DTO that is shown as a person's name: 1 to 100 characters on one line, at least one of them visible. */
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
  return typeof value === 'string' && [...value].length <= MAX_CODE_POINTS && visible.test(value) && !unfit.test(value);
}
