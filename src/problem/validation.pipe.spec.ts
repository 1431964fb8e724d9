import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Min, ValidateNested } from 'class-validator';
import { Problem } from './problem.js';
import { RequestValidationPipe } from './validation.pipe.js';

class PartDto {
  @IsInt()
  @Min(1)
  count: number;
}

class BodyDto {
  @IsString()
  @Length(3, 8)
  name: string;

  @IsOptional()
  @ValidateNested({ each: true })
  @Type(() => PartDto)
  'a/b~c'?: PartDto[];
}

const pipe = new RequestValidationPipe();
const check = (value: unknown) => pipe.transform(value, { type: 'body', metatype: BodyDto });

async function errorsOf(value: unknown): Promise<unknown> {
  try {
    await check(value);
  } catch (error) {
    if (error instanceof Problem && error.code === 'validation_failed') return error.errors;
    throw error;
  }
  return [];
}

describe('RequestValidationPipe', () => {
  it('passes what follows the rules, as an instance of the DTO', async () => {
    const value = await check({ name: 'anna', 'a/b~c': [{ count: 2 }] });
    expect(value).toBeInstanceOf(BodyDto);
    expect(value).toEqual({ name: 'anna', 'a/b~c': [{ count: 2 }] });
  });

  it('names every bad field at once, by pointer, without its value', async () => {
    const errors = await errorsOf({ name: 'hunter2-hunter2', 'a/b~c': [{ count: 1 }, { count: 'x' }], admin: true });
    expect(errors).toEqual([
      { pointer: '/admin', code: 'unknown_field', message: 'is not a field of this request' },
      { pointer: '/name', code: 'is_length', message: 'must be shorter than or equal to 8 characters' },
      { pointer: '/a~1b~0c/1/count', code: 'min', message: 'must not be less than 1' },
      { pointer: '/a~1b~0c/1/count', code: 'is_int', message: 'must be an integer number' },
    ]);
  });

  it('says of a missing field only that it is required', async () => {
    expect(await errorsOf({})).toEqual([{ pointer: '/name', code: 'required', message: 'is required' }]);
  });

  it('converts nothing', async () => {
    expect(await errorsOf({ name: 12345 })).toHaveLength(2);
  });

  it.each([[[]], [[{ name: 'anna' }]], [null], ['anna'], [7], [undefined]])('refuses %j as a body', async (value) => {
    expect(await errorsOf(value)).toEqual([
      { pointer: '', code: 'is_object', message: 'the body must be a JSON object' },
    ]);
  });

  it('refuses names of Object.prototype like any other unknown field', async () => {
    const body: unknown = JSON.parse('{"name":"anna","constructor":1,"hasOwnProperty":2,"toString":3}');
    expect(await errorsOf(body)).toHaveLength(3);
  });

  it('lists a hundred mistakes at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]));
    expect(await errorsOf({ name: 'anna', ...many })).toHaveLength(100);
  });
});
