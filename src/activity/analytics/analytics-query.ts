import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsMoment, WhenGiven } from '../../problem/field-rules.js';
import { type Dimension, dimensions } from './rollup/dimensions.js';

export const windows = { '15m': 900_000, '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000 } as const;
export type Window = keyof typeof windows;
const windowNames = Object.keys(windows);
const steps = ['1m', '1h', '1d'] as const;

/** Query of the analytics. */
export class AnalyticsQuery {
  @ApiPropertyOptional({ description: 'Up to now; not together with from and to', enum: windowNames })
  @WhenGiven()
  @IsIn(windowNames)
  window?: Window;

  @ApiPropertyOptional({ description: 'Start, with to', example: '2026-11-24T00:00:00Z' })
  @WhenGiven()
  @IsMoment()
  from?: string;

  @ApiPropertyOptional({ description: 'End, with from', example: '2026-11-24T12:00:00Z' })
  @WhenGiven()
  @IsMoment()
  to?: string;

  @ApiPropertyOptional({ description: 'Length of the steps of the timeline', enum: steps })
  @WhenGiven()
  @IsIn(steps)
  step?: (typeof steps)[number];

  @ApiPropertyOptional({ description: 'Groups the requests besides', enum: dimensions })
  @WhenGiven()
  @IsIn(dimensions)
  group_by?: Dimension;

  @ApiPropertyOptional({ enum: ['json', 'csv'], default: 'json' })
  @WhenGiven()
  @IsIn(['json', 'csv'])
  format?: 'json' | 'csv';
}
