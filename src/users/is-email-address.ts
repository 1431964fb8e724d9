import { registerDecorator } from 'class-validator';
import { parseEmail } from './email-address.js';

/** A field of a DTO that must hold an address by the rules of `parseEmail`. */
export function IsEmailAddress(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isEmail',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && typeof parseEmail(value) !== 'string',
        defaultMessage: (argument) => {
          const reason = typeof argument?.value === 'string' ? parseEmail(argument.value) : 'must be a string';
          return typeof reason === 'string' ? reason : 'must be an e-mail address';
        },
      },
    });
}
