import 'reflect-metadata';

const OPTIONAL_BODY = 'optional-body';

/** A DTO whose every field may be absent: a request without any body then counts as `{}`. */
export const OptionalBody = (): ClassDecorator => (dto) => Reflect.defineMetadata(OPTIONAL_BODY, true, dto);

export function bodyIsOptional(dto: object | undefined): boolean {
  return dto !== undefined && Reflect.getMetadata(OPTIONAL_BODY, dto) === true;
}
