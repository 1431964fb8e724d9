import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { IsStorableText, WhenGivenOrNull } from '../../../problem/field-rules.js';

export class PlaceHoldDto {
  @ApiPropertyOptional({
    nullable: true,
    type: String,
    example: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
    description: 'The account whose events are held; null or absent: everything. It need not exist any more.',
  })
  @WhenGivenOrNull()
  @IsUUID()
  user_id?: string | null;

  @ApiProperty({ example: 'case 2026-117', description: 'For the record.' })
  @IsStorableText(1, 500)
  reason: string;
}

export class ReleaseHoldDto {
  @ApiProperty({ example: 'the case is closed', description: 'For the record.' })
  @IsStorableText(1, 500)
  reason: string;
}
