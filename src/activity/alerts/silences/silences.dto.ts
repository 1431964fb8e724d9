import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, ValidateNested } from 'class-validator';
import { IsMoment, IsStorableText, WhenGiven } from '../../../problem/field-rules.js';
import { PageQuery } from '../../../problem/page-query.js';
import { matcherNames, type MatcherName } from './matcher.js';

const MATCHERS = 10;
const VALUE = 200;
const REASON = 500;
const states = ['active', 'pending', 'expired', 'all'] as const;

export class MatcherDto {
  @ApiProperty({ enum: matcherNames })
  @IsIn(matcherNames)
  name: MatcherName;

  @ApiProperty({ example: 'rapid-fire' })
  @IsStorableText(0, VALUE)
  value: string;

  @ApiPropertyOptional({ default: false, description: 'The value is an RE2 pattern for the whole label.' })
  @WhenGiven()
  @IsBoolean()
  is_regex?: boolean;

  @ApiPropertyOptional({ default: true, description: 'false: labels that do not match.' })
  @WhenGiven()
  @IsBoolean()
  is_equal?: boolean;
}

export class AddSilenceDto {
  @ApiProperty({ type: [MatcherDto], description: 'An alert is silent when it matches all of them.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MATCHERS)
  @ValidateNested({ each: true })
  @Type(() => MatcherDto)
  matchers: MatcherDto[];

  @ApiPropertyOptional({ example: '2026-11-25T12:00:00Z', description: 'Without it: now.' })
  @WhenGiven()
  @IsMoment()
  starts_at?: string;

  @ApiProperty({ example: '2026-11-25T18:00:00Z', description: 'At most a year ahead.' })
  @IsMoment()
  ends_at: string;

  @ApiProperty({ example: 'load test until six' })
  @IsStorableText(1, REASON)
  reason: string;
}

export class SilencesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: states, default: 'active' })
  @WhenGiven()
  @IsIn(states)
  state?: (typeof states)[number];
}

export class RemoveSilenceQuery {
  @ApiPropertyOptional({ description: 'Why, for the record.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}
