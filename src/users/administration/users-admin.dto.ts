import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { type Permission, permissions } from '../../access/account.js';
import { IsMoment, IsStorableText, WhenGiven } from '../../problem/field-rules.js';
import { OptionalBody } from '../../problem/optional-body.js';
import { MAX_LIMIT } from '../plans/plan.js';

const roles = ['user', 'admin'] as const;
const statuses = ['active', 'disabled'] as const;
const kinds = ['person', 'service'] as const;

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
  @IsMoment()
  expires_at: string;

  @ApiProperty({ example: 'load test agreed with the customer' })
  @IsStorableText(1, 500)
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

  @ApiPropertyOptional({ example: 'moved to the platform team', description: 'For the record of every change made.' })
  @WhenGiven()
  @IsStorableText(1, 500)
  reason?: string;
}

@OptionalBody()
export class ReasonDto {
  @ApiPropertyOptional({ example: 'a laptop was stolen', description: 'For the record.' })
  @WhenGiven()
  @IsStorableText(1, 500)
  reason?: string;
}

export class SearchUsersDto {
  @ApiPropertyOptional({
    example: 'ada',
    description:
      'Part of the address or the name, whatever its case; one or two characters: their beginning. With an @: an ' +
      'address or its beginning, or (`@example.org`) a domain.',
  })
  @IsOptional()
  @IsStorableText(1, 254)
  query?: string;

  @ApiPropertyOptional({ example: 'free' })
  @IsOptional()
  @IsStorableText(0, 64)
  plan?: string;

  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses)
  status?: (typeof statuses)[number];

  @ApiPropertyOptional({ enum: roles })
  @IsOptional()
  @IsIn(roles)
  role?: (typeof roles)[number];

  @ApiPropertyOptional({ enum: kinds })
  @IsOptional()
  @IsIn(kinds)
  kind?: (typeof kinds)[number];

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
