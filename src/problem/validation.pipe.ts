import { type ArgumentMetadata, Injectable, type Type, ValidationPipe } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { bodyIsOptional } from './optional-body.js';
import { Problem } from './problem.js';
import { quickCheckOf } from './quick-check.js';
import { fieldErrors, unknownField } from './validation-errors.js';

/**
 * The one validation of bodies, queries and parameters typed by a DTO class: unknown fields are refused, every mistake
 * is named at once, nothing is converted that its DTO does not convert.
 */
@Injectable()
export class RequestValidationPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      exceptionFactory: (errors) => new Problem('validation_failed', { errors: fieldErrors(errors) }),
    });
  }

  override async transform(sent: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const absent = metadata.type === 'body' && sent === undefined && bodyIsOptional(metadata.metatype);
    const value = absent ? {} : sent;
    // class-transformer would take an array for a list of DTOs, and class-validator would find nothing wrong with it.
    if (metadata.type === 'body' && this.toValidate(metadata) && !isObject(value)) {
      throw new Problem('validation_failed', {
        errors: [{ pointer: '', code: 'is_object', message: 'the body must be a JSON object' }],
      });
    }
    if (metadata.type === 'body' && isObject(value)) refuseInheritedNames(value);
    return this.asGood(value, metadata) ?? super.transform(value, metadata);
  }

  /** The DTO of a value that is right in all, where that is quickly said; else undefined, which says nothing. */
  private asGood(value: unknown, metadata: ArgumentMetadata): object | undefined {
    if (!isObject(value) || !this.toValidate(metadata) || !Object.values(value).every(isPlain)) return undefined;
    const dto = metadata.metatype as Type<object>;
    const isRight = quickCheckOf(dto);
    if (isRight === null) return undefined;
    const entity = plainToInstance(dto, value);
    return isRight(entity) ? entity : undefined;
  }
}

/** class-transformer drops fields named as Object.prototype's, before anyone could call them unknown. */
function refuseInheritedNames(body: object): void {
  const errors = Object.keys(body)
    .filter((name) => name in Object.prototype)
    .map((name) => unknownField(`/${name}`));
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
}

/** A primitive, or a list of some without gaps. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function';
  return Array.isArray(value) && !value.includes(undefined) && value.every((one) => typeof one !== 'object');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
