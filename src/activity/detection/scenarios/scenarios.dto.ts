import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { WhenGiven } from '../../../problem/field-rules.js';
import { FILE_LIMIT } from './scenario-file.js';

export class ScenarioTextDto {
  @ApiProperty({ example: 'version: 1\nscenarios: []\n', description: 'A scenario file, as YAML.' })
  @IsString()
  @MinLength(1)
  @MaxLength(FILE_LIMIT)
  scenarios: string;
}

export class ReplayDto extends ScenarioTextDto {
  @ApiPropertyOptional({ example: 7, minimum: 1, maximum: 7, default: 7 })
  @WhenGiven()
  @IsInt()
  @Min(1)
  @Max(7)
  days?: number;
}
