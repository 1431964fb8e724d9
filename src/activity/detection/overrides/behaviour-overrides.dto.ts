import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsNumber, Max, Min } from 'class-validator';
import { IsMoment, IsStorableText } from '../../../problem/field-rules.js';

const REASON = 500;

/** A signal that is not to count: why, and until when. */
export class IgnoreSignalDto {
  @ApiProperty({ example: 'researches malware for a customer, ticket 4711' })
  @IsStorableText(1, REASON)
  reason: string;

  @ApiProperty({ example: '2026-12-31T00:00:00.000Z', description: 'Within a year.' })
  @IsMoment()
  expires_at: string;
}

export class ForceScoreDto extends IgnoreSignalDto {
  @ApiProperty({ example: 0.6, minimum: 0, maximum: 1 })
  @IsNumber()
  @Min(0)
  @Max(1)
  value: number;
}

export class ForceMultiplierDto extends IgnoreSignalDto {
  @ApiProperty({ example: 1, enum: [0.5, 1, 1.5] })
  @IsIn([0.5, 1, 1.5])
  value: number;
}
