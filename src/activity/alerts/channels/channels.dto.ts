import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { AlertSeverity } from '../../../events/domain-event.js';
import { IsStorableText, WhenGiven, WhenGivenOrNull } from '../../../problem/field-rules.js';
import { OptionalBody } from '../../../problem/optional-body.js';
import { severities } from '../model/alert.js';
import { PageQuery } from '../../../problem/page-query.js';

export const webhookFormats = ['json', 'alertmanager', 'alertmanager_api', 'slack'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

const kinds = ['webhook', 'email'] as const;
const states = ['gathering', 'waiting', 'delivered', 'dead'] as const;
const channelName = /^[a-z0-9][a-z0-9-]{0,39}$/;
const nameMessage = { message: 'must be up to 40 lower case letters, digits and dashes' };
const scenarioName = /^[a-z0-9][a-z0-9-]{0,63}$/;
const REASON = 500;
const URL_LENGTH = 2_000;
const ADDRESSES = 10;
const SCENARIOS = 100;
/** Longest time that an old secret goes on signing, seconds. */
const LONGEST_OVERLAP = 604_800;

/** What a channel may be given, when it is made and later. */
class ChannelRulesDto {
  @ApiPropertyOptional({ enum: webhookFormats, description: 'Of a webhook’s bodies; json unless said otherwise.' })
  @WhenGiven()
  @IsIn(webhookFormats)
  format?: WebhookFormat;

  @ApiPropertyOptional({ example: 'https://hooks.example.org/alerts', description: 'Of a webhook.' })
  @WhenGiven()
  @IsString()
  @MaxLength(URL_LENGTH)
  url?: string;

  @ApiPropertyOptional({ example: ['on-call@example.org'], description: 'Of an e-mail channel.' })
  @WhenGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ADDRESSES)
  @ArrayUnique()
  @IsString({ each: true })
  addresses?: string[];

  @ApiPropertyOptional({ enum: severities, description: 'What is less severe is not told here; low unless said.' })
  @WhenGiven()
  @IsIn(severities)
  min_severity?: AlertSeverity;

  @ApiPropertyOptional({ example: ['rapid-fire'], nullable: true, type: [String], description: 'null: all.' })
  @WhenGivenOrNull()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(SCENARIOS)
  @ArrayUnique()
  @Matches(scenarioName, { each: true })
  scenarios?: string[] | null;

  @ApiPropertyOptional({ description: 'Whether it hears every day that alerting works; true unless said.' })
  @WhenGiven()
  @IsBoolean()
  heartbeat?: boolean;

  @ApiPropertyOptional({ description: 'false gives up what waits for it.' })
  @WhenGiven()
  @IsBoolean()
  enabled?: boolean;

  @ApiPropertyOptional({ description: 'For the record.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}

export class AddChannelDto extends ChannelRulesDto {
  @ApiProperty({ example: 'on-call', description: 'Of its own; also the label of its metrics.' })
  @Matches(channelName, nameMessage)
  name: string;

  @ApiPropertyOptional({ enum: kinds, default: 'webhook' })
  @WhenGiven()
  @IsIn(kinds)
  kind?: (typeof kinds)[number];
}

export class ChangeChannelDto extends ChannelRulesDto {
  @ApiPropertyOptional({ example: 'on-call' })
  @WhenGiven()
  @Matches(channelName, nameMessage)
  name?: string;
}

@OptionalBody()
export class RotateSecretDto {
  @ApiPropertyOptional({ default: 86_400, description: 'How long the old secret signs too, seconds; 0: not at all.' })
  @WhenGiven()
  @IsInt()
  @Min(0)
  @Max(LONGEST_OVERLAP)
  overlap_seconds?: number;

  @ApiPropertyOptional({ description: 'For the record.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}

@OptionalBody()
export class ChannelActDto {
  @ApiPropertyOptional({ description: 'For the record.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}

export class ChannelReasonQuery {
  @ApiPropertyOptional({ description: 'Why, for the record.' })
  @WhenGiven()
  @IsStorableText(1, REASON)
  reason?: string;
}

export class DeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: states, description: '`dead` was given up, and can be sent again.' })
  @WhenGiven()
  @IsIn(states)
  state?: (typeof states)[number];
}
