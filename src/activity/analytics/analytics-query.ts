import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional } from 'class-validator';

export const windows = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
export type Window = keyof typeof windows;

/** Query of the analytics. */
export class AnalyticsQuery {
  @ApiPropertyOptional({ description: 'Up to now; not together with from and to', enum: Object.keys(windows) })
  @IsOptional()
  @IsIn(Object.keys(windows))
  window?: Window;

  @ApiPropertyOptional({ description: 'Start, with to', example: '2026-11-24T00:00:00Z' })
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  @ApiPropertyOptional({ description: 'End, with from', example: '2026-11-24T12:00:00Z' })
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;

  @ApiPropertyOptional({ description: 'Length of the steps of the timeline', enum: ['1m', '1h'] })
  @IsOptional()
  @IsIn(['1m', '1h'])
  step?: '1m' | '1h';

  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json' })
  @IsOptional()
  @IsIn(['json', 'csv'])
  format: 'json' | 'csv' = 'json';
}
