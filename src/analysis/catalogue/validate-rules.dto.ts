import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { MAX_RULE_BYTES } from '../analyze/rule-size.js';

/** Body of POST /rules/validate. An optional field that is null counts as not given. */
export class ValidateRulesDto {
  @ApiProperty({
    description: 'A rule file, at most 64 KB: YAML in the format of Semgrep or of the built-in rules.',
    example:
      'rules:\n  - id: no-eval\n    languages: [python]\n    severity: ERROR\n    message: Do not evaluate $X.\n    pattern: eval($X)\n',
  })
  @IsString()
  @MaxLength(MAX_RULE_BYTES)
  rules: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Code to try the rules on.',
    example: 'eval(input())\n',
  })
  @IsOptional()
  @IsString()
  code?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Found from filename and content when not given.' })
  @IsOptional()
  @IsString()
  @Length(1, 32)
  language?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  @Matches(/^\P{Cc}*$/u, { message: 'must hold no control characters' })
  filename?: string | null;
}
