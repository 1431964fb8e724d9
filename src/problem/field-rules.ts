import { applyDecorators } from '@nestjs/common';
import { IsISO8601, Length, Matches, ValidateIf } from 'class-validator';

/** A day, or a moment with its zone: of ISO 8601's other forms (weeks, no separators) Date reads none. */
const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** PostgreSQL's texts hold neither NUL nor half a surrogate pair. */
const storable = /^[^\0\p{Cs}]*$/u;

/** A field of a DTO that holds a time such as `2026-12-31T00:00:00Z`. */
export const IsMoment = () =>
  applyDecorators(
    IsISO8601({ strict: true, strictSeparator: true }),
    Matches(moment, { message: 'must be a time such as 2026-12-31T00:00:00Z' }),
  );

/** A field of a DTO that holds a text which the database can keep. */
export const IsStorableText = (shortest: number, longest: number) =>
  applyDecorators(
    Matches(storable, { message: 'must be a text without NUL and lone surrogates' }),
    Length(shortest, longest),
  );

/** Absent is fine, null is not: the rules of the field then run and refuse it. */
export const WhenGiven = () => ValidateIf((_, value) => value !== undefined);

/** As `WhenGiven`, for a field that null empties. */
export const WhenGivenOrNull = () => ValidateIf((_, value) => value !== undefined && value !== null);
