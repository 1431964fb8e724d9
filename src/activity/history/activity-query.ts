import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

/** Query of an account's activity. */
export class ActivityQuery {
  @ApiPropertyOptional({ description: 'How many days back', minimum: 1, maximum: 365, default: 7 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(365)
  days: number = 7;

  @ApiPropertyOptional({ description: 'Only events of this type', example: 'http.request' })
  @IsOptional()
  @Length(1, 64)
  @Matches(/^[a-z_]+(\.[a-z_]+)*$/)
  type?: string;

  @ApiPropertyOptional({ description: '`next_cursor` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  cursor?: string;

  @ApiPropertyOptional({ description: 'Events per page', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}
