import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Length, Matches, Max, Min } from 'class-validator';
import { IsMoment, IsStorableText } from '../../../problem/field-rules.js';

const outcomes = ['ok', 'denied', 'limited', 'error'] as const;
export const exportFormats = ['ndjson', 'csv', 'ocsf', 'cef'] as const;

/** What is looked for in the record: each one given must hold. */
export class AuditFilterDto {
  @ApiPropertyOptional({ description: 'Who acted: the id of an account' })
  @IsOptional()
  @IsUUID()
  actor?: string;

  @ApiPropertyOptional({ description: 'Whose record it is: the id of an account' })
  @IsOptional()
  @IsUUID()
  user?: string;

  @ApiPropertyOptional({
    description: 'A type, or with a dot at its end all that begin with it',
    example: 'auth.login.',
  })
  @IsOptional()
  @Length(1, 64)
  @Matches(/^[a-z_]+(\.[a-z_]+)*\.?$/)
  type?: string;

  @ApiPropertyOptional({ enum: outcomes })
  @IsOptional()
  @IsIn(outcomes)
  outcome?: (typeof outcomes)[number];

  @ApiPropertyOptional({ description: 'Template of a route', example: '/analyze' })
  @IsOptional()
  @IsStorableText(1, 256)
  route?: string;

  @ApiPropertyOptional({ description: 'Where it came from: an address, IPv4 or IPv6', example: '192.0.2.7' })
  @IsOptional()
  @Length(2, 64)
  @Matches(/^[0-9a-fA-F:.]+$/, { message: 'must be an IP address' })
  ip?: string;

  @ApiPropertyOptional({ description: '`type:id` of what was acted upon', example: 'checkpoint:7' })
  @IsOptional()
  @IsStorableText(1, 256)
  @Matches(/^[^:]+:/, { message: 'must be a type, a colon and an id' })
  target?: string;

  @ApiPropertyOptional({ description: 'X-Request-Id of the request' })
  @IsOptional()
  @IsStorableText(1, 128)
  request_id?: string;

  @ApiPropertyOptional({ description: 'At or after this time', example: '2026-11-25T12:00:00Z' })
  @IsOptional()
  @IsMoment()
  from?: string;

  @ApiPropertyOptional({ description: 'Before this time', example: '2026-11-26T00:00:00Z' })
  @IsOptional()
  @IsMoment()
  to?: string;

  @ApiPropertyOptional({ description: 'As `from`' })
  @IsOptional()
  @IsMoment()
  after?: string;

  @ApiPropertyOptional({ description: 'As `to`' })
  @IsOptional()
  @IsMoment()
  before?: string;
}

export class AuditQueryDto extends AuditFilterDto {
  @ApiPropertyOptional({ description: '`next_cursor` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'must be the next_cursor of an earlier page' })
  cursor?: string;

  @ApiPropertyOptional({ description: 'Events per page', minimum: 1, maximum: 200, default: 50 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

export class AuditExportDto extends AuditFilterDto {
  @ApiPropertyOptional({ enum: exportFormats, default: 'ndjson' })
  @IsOptional()
  @IsIn(exportFormats)
  format: (typeof exportFormats)[number] = 'ndjson';
}

export class VerifyQueryDto {
  @ApiPropertyOptional({ description: 'First place in the chain (`seq`); by default its beginning', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from?: number;

  @ApiPropertyOptional({ description: 'Last place in the chain; by default its end', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to?: number;
}
