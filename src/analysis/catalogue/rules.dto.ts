import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { supportedLanguages } from '../../engine/parse/grammars.js';
import { categories, type Category, severities, type Severity } from '../../engine/report/analysis-report.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';

export class RulesQuery {
  @ApiPropertyOptional({ description: 'Words that id, message or tags hold, all of them.', example: 'sql injection' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  query?: string;

  @ApiPropertyOptional({ enum: supportedLanguages })
  @IsOptional()
  @IsIn(supportedLanguages)
  language?: LanguageId;

  @ApiPropertyOptional({ enum: categories })
  @IsOptional()
  @IsIn(categories)
  category?: Category;

  @ApiPropertyOptional({ enum: severities })
  @IsOptional()
  @IsIn(severities)
  severity?: Severity;

  @ApiPropertyOptional({ example: 'CWE-89' })
  @IsOptional()
  @Matches(/^(CWE-)?\d{1,5}$/i, { message: 'must be a CWE, as in CWE-89' })
  cwe?: string;

  @ApiPropertyOptional({ example: 'fixable' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  tag?: string;

  @ApiPropertyOptional({ description: '`next_cursor` of the page before.' })
  @IsOptional()
  @Matches(/^[\w./-]{1,200}$/, { message: 'must be the next_cursor of an earlier page' })
  cursor?: string;

  @ApiPropertyOptional({ description: 'Rules per page; all when absent', minimum: 1, maximum: 1000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit?: number;
}
