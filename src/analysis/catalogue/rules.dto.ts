import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { supportedLanguages } from '../../engine/parse/grammars.js';
import { categories, type Category, severities, type Severity } from '../../engine/report/analysis-report.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';

export class RulesQuery {
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
}
