import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { IsMoment, IsStorableText, WhenGiven, WhenGivenOrNull } from '../../problem/field-rules.js';
import { PageQuery } from '../../problem/page-query.js';
import { type EntryType, entryTypes } from './access-entry.js';

const states = ['active', 'expired', 'all'] as const;
const REASON = 500;
/** Longer than any identifier: what it may hold is checked by `parseSubject`. */
const IDENTIFIER = 64;

export class AddEntryDto {
  @ApiProperty({ enum: entryTypes, description: 'An account, an address (IPv6 counts by its /64), or a range.' })
  @IsIn(entryTypes)
  type: EntryType;

  @ApiProperty({
    example: '203.0.113.0/24',
    description: 'The user’s id, the address, or the range (IPv4 /8, IPv6 /16 at most).',
  })
  @IsString()
  @MaxLength(IDENTIFIER)
  identifier: string;

  @ApiProperty({ example: 'scrapes the rules, ticket 4711', description: 'A blocked user can read it.' })
  @IsStorableText(1, REASON)
  reason: string;

  @ApiPropertyOptional({
    example: '2026-12-31T00:00:00.000Z',
    nullable: true,
    type: String,
    description: 'Without it: until it is removed.',
  })
  @WhenGivenOrNull()
  @IsMoment()
  expires_at?: string | null;
}

export class ChangeEntryDto {
  @ApiPropertyOptional({ example: 'agreed with the customer until the end of the year' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;

  @ApiPropertyOptional({
    example: '2026-12-31T00:00:00.000Z',
    nullable: true,
    type: String,
    description: 'null takes the end away',
  })
  @WhenGivenOrNull()
  @IsMoment()
  expires_at?: string | null;
}

export class SearchEntriesDto extends PageQuery {
  @ApiPropertyOptional({ enum: entryTypes })
  @WhenGiven()
  @IsIn(entryTypes)
  type?: EntryType;

  @ApiPropertyOptional({ example: '203.0.113.0/24', description: 'Exactly this user, address or range; needs `type`.' })
  @WhenGiven()
  @IsString()
  @MaxLength(IDENTIFIER)
  identifier?: string;

  @ApiPropertyOptional({ enum: states, default: 'active' })
  @WhenGiven()
  @IsIn(states)
  status?: (typeof states)[number];
}

export class ReasonDto {
  @ApiPropertyOptional({ example: 'resolved with the customer', description: 'Why, for the record.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}
