import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import * as fc from 'fast-check';
import { quickCheckOf } from './quick-check.js';

class BaseDto {
  @IsString()
  @Length(1, 4)
  name: string;
}

class ManyDto extends BaseDto {
  @IsOptional()
  @IsInt()
  @Min(-1)
  @Max(1)
  count?: number | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(2)
  @IsIn(['a', 'b'], { each: true })
  letters?: string[];

  @ValidateIf((dto: ManyDto) => dto.count === 1)
  @IsBoolean()
  sure?: boolean;

  @IsOptional()
  @IsDefined()
  @Matches(/^x/, { each: true })
  more?: unknown;
}

class NestedDto {
  @ValidateNested()
  @Type(() => BaseDto)
  base: BaseDto;
}

class EmptyDto {}

const primitive = fc.oneof(
  fc.constantFrom(undefined, null, true, 'a', 'x', 'abcde', '', 0, 1, 2, 0.5, Number.NaN),
  fc.string(),
);
const value = fc.oneof(primitive, fc.array(primitive, { maxLength: 3 }));
const field = fc.constantFrom('name', 'count', 'letters', 'sure', 'more', 'other', 'toString');

describe('quickCheckOf', () => {
  it('says right of exactly what class-validator finds no mistake in', () => {
    const isRight = quickCheckOf(ManyDto);
    let right = 0;
    fc.assert(
      fc.property(fc.dictionary(field, value), fc.boolean(), (sent, named) => {
        const dto = plainToInstance(ManyDto, named ? { ...sent, name: 'abc' } : sent);
        const errors = validateSync(dto, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
        right += errors.length === 0 ? 1 : 0;
        expect(isRight?.(dto)).toBe(errors.length === 0);
      }),
      { numRuns: 2_000 },
    );
    expect(right).toBeGreaterThan(50);
  });

  it('leaves classes with other than plain rules, or with none, to class-validator', () => {
    expect(quickCheckOf(NestedDto)).toBeNull();
    expect(quickCheckOf(EmptyDto)).toBeNull();
  });
});
