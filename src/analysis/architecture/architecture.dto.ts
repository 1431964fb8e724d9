import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** One file of the JSON form. Documents the body: intake/json-request checks it. */
export class SourceFileDto {
  @ApiProperty({ description: 'Relative, `/` between segments.', example: 'src/orders/order.ts' })
  path: string;

  @ApiProperty({ description: 'The file’s text.', example: "import { Item } from './item.js';\n" })
  content: string;
}

/** JSON body of POST /architecture/generate. */
export class GenerateDto {
  @ApiProperty({ type: [SourceFileDto], description: 'Sources and manifests, in any order.' })
  files: SourceFileDto[];
}

/** Query of GET /architectures/:id/diagram. */
export class DiagramQuery {
  @ApiPropertyOptional({ description: 'context, dependencies or cycles', default: 'dependencies' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  view?: string;

  @ApiPropertyOptional({ description: 'svg, mermaid or json', default: 'svg' })
  @IsOptional()
  @IsString()
  @MaxLength(32)
  format?: string;

  @ApiPropertyOptional({ description: 'Not offered by this version.' })
  @IsOptional()
  @IsString()
  @MaxLength(256)
  focus?: string;
}
