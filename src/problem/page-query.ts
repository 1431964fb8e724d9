import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsUUID, Matches } from 'class-validator';
import { WhenGiven } from './field-rules.js';

/** What lists by UUID cursors ask: a page after another, newest first. */
export class PageQuery {
  @ApiPropertyOptional({ description: '`next_cursor` of the page before.' })
  @WhenGiven()
  @IsUUID('all', { message: 'must be the next_cursor of an earlier page' })
  cursor?: string;

  @ApiPropertyOptional({ example: '50', description: 'Entries on a page, 1 to 100.' })
  @WhenGiven()
  @Matches(/^([1-9]\d?|100)$/, { message: 'must be a number from 1 to 100' })
  limit?: string;
}
