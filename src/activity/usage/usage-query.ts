import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { USAGE_KEPT_DAYS } from '../analytics/time-range.js';

/** Query of what an account used. */
export class UsageQuery {
  @ApiPropertyOptional({
    description: 'How many days (UTC), today included',
    minimum: 1,
    maximum: USAGE_KEPT_DAYS,
    default: 30,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(USAGE_KEPT_DAYS)
  days: number = 30;
}
