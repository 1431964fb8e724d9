import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, Length, Matches, MaxLength } from 'class-validator';
import { categories, type Category, severities, type Severity } from '../../engine/report/analysis-report.js';
import { type ForeignSuppression, foreignSuppressions } from '../../engine/suppressions/foreign-comments.js';

const noControls = /^\P{Cc}*$/u;

/** Body of POST /analyze. An optional field that is null counts as not given. */
export class AnalyzeDto {
  @ApiProperty({
    description: 'Source text; at most the plan’s size (102,400 bytes of UTF-8 unless the plan says otherwise).',
    example: 'import os\nos.system("ls " + input())\n',
  })
  @IsString()
  code: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Found from filename and content when not given.',
    example: 'python',
  })
  @IsOptional()
  @IsString()
  @Length(1, 32)
  language?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Tells the language. A manifest (package.json, requirements.txt, pyproject.toml, pom.xml, build.gradle, *.csproj, ' +
      'packages.config, go.mod, composer.json, Gemfile, Cargo.toml) is read for its dependencies; the answer then names the ' +
      'language of its ecosystem, and its metrics count lines.',
    example: 'list.py',
  })
  @IsOptional()
  @IsString()
  @Length(1, 512)
  @Matches(noControls, { message: 'must hold no control characters' })
  filename?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    description: 'Only rules of these categories.',
    enum: categories,
    isArray: true,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(categories.length)
  @IsIn(categories, { each: true })
  categories?: Category[] | null;

  @ApiPropertyOptional({
    nullable: true,
    description: 'Only these rules: ids or globs.',
    example: ['python/*', '*/sql-injection'],
    type: [String],
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @Matches(/^[\w./*?-]{1,200}$/, { each: true, message: 'each must be a rule id or a glob of ids' })
  rules?: string[] | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Rules of your own, at most 64 KB: YAML in the format of Semgrep or of the built-in rules.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(65_536)
  custom_rules?: string | null;

  @ApiPropertyOptional({ nullable: true, description: 'Only findings at least so severe.', enum: severities })
  @IsOptional()
  @IsIn(severities)
  min_severity?: Severity | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'The id of an earlier analysis of yours: each finding then has a `status`, and `fixed` lists what is gone.',
  })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be the id of an analysis' })
  baseline?: string | null;

  @ApiPropertyOptional({
    nullable: true,
    description: 'Comments of other tools that silence findings too; our own `codepitamah-ignore` always does.',
    enum: foreignSuppressions,
    isArray: true,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(foreignSuppressions.length)
  @IsIn(foreignSuppressions, { each: true })
  honor_suppressions?: ForeignSuppression[] | null;
}
