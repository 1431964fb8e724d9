import { registerDecorator } from 'class-validator';
import { isWellFormed, MAX_PASSWORD_BYTES, passwordProblem, type PasswordOwner } from './password-policy.js';

/** A field of a DTO that must hold an acceptable new password; `email` and `name` of the same DTO are its context. */
export function IsNewPassword(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'passwordPolicy',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown, argument) => problem(value, argument?.object) === null,
        defaultMessage: (argument) => problem(argument?.value, argument?.object) ?? '',
      },
    });
}

/** A field that holds an existing password: only what could not be hashed is refused. */
export function IsPassword(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'password',
      target: target.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          value !== '' &&
          Buffer.byteLength(value) <= MAX_PASSWORD_BYTES &&
          isWellFormed(value),
        defaultMessage: () => `must be a text of 1 to ${MAX_PASSWORD_BYTES} bytes without lone surrogates`,
      },
    });
}

function problem(value: unknown, dto: object | undefined): string | null {
  if (typeof value !== 'string') return 'must be a string';
  const { email, name } = (dto ?? {}) as Record<string, unknown>;
  const owner: PasswordOwner = {
    email: typeof email === 'string' ? email : undefined,
    name: typeof name === 'string' ? name : undefined,
  };
  return passwordProblem(value, owner);
}
