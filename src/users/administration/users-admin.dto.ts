import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type Permission, permissions } from '../../access/account.js';
import { MAX_LIMIT } from '../plans/plan.js';

const roles = ['user', 'admin'] as const;
const statuses = ['active', 'disabled'] as const;

/** A day, or a moment with its zone: of ISO 8601's other forms (weeks, no separators) Date reads none. */
const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** PostgreSQL's texts hold neither NUL nor half a surrogate pair. */
const storable = /^[^\0\p{Cs}]*$/u;
const unstorable = 'must be a text without NUL and lone surrogates';

/** Absent is fine, null is not: the rules of the field then run and refuse it. */
const WhenGiven = () => ValidateIf((_, value) => value !== undefined);

export class LimitOverrideDto {
  @ApiProperty({ example: 200, description: 'Requests in any 60 s; 0 blocks the user.' })
  @IsInt()
  @Min(0)
  @Max(MAX_LIMIT)
  limit: number;

  @ApiPropertyOptional({ example: 100 })
  @WhenGiven()
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  burst?: number;

  @ApiProperty({ example: '2026-12-31T00:00:00.000Z' })
  @IsISO8601({ strict: true, strictSeparator: true })
  @Matches(moment, { message: 'must be a time such as 2026-12-31T00:00:00Z' })
  expires_at: string;

  @ApiProperty({ example: 'load test agreed with the customer' })
  @Matches(storable, { message: unstorable })
  @Length(1, 500)
  reason: string;
}

export class ChangeUserDto {
  @ApiPropertyOptional({ example: 'pro' })
  @WhenGiven()
  @IsString()
  @MaxLength(64)
  plan?: string;

  @ApiPropertyOptional({ enum: roles })
  @WhenGiven()
  @IsIn(roles)
  role?: (typeof roles)[number];

  @ApiPropertyOptional({ enum: statuses })
  @WhenGiven()
  @IsIn(statuses)
  status?: (typeof statuses)[number];

  @ApiPropertyOptional({ enum: permissions, isArray: true, description: '`admin` follows from the role alone.' })
  @WhenGiven()
  @IsArray()
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true })
  permissions?: Permission[];

  @ApiPropertyOptional({ type: LimitOverrideDto, nullable: true, description: 'null removes it' })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => LimitOverrideDto)
  rate_limit_override?: LimitOverrideDto | null;
}

export class SearchUsersDto {
  @ApiPropertyOptional({
    example: 'ada',
    description: 'Part of the address or the name, whatever its case; one or two characters: their beginning.',
  })
  @IsOptional()
  @Matches(storable, { message: unstorable })
  @Length(1, 254)
  query?: string;

  @ApiPropertyOptional({ example: 'free' })
  @IsOptional()
  @Matches(storable, { message: unstorable })
  @MaxLength(64)
  plan?: string;

  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses)
  status?: (typeof statuses)[number];

  @ApiPropertyOptional({ description: '`next_cursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(256)
  cursor?: string;

  @ApiPropertyOptional({ example: '50', description: 'Users on a page, 1 to 100.' })
  @IsOptional()
  @Matches(/^([1-9]\d?|100)$/, { message: 'must be a number from 1 to 100' })
  limit?: string;
}
