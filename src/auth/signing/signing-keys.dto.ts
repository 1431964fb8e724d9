import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional, Length, Matches } from 'class-validator';

/** PostgreSQL's texts hold neither NUL nor half a surrogate pair. */
const storable = /^[^\0\p{Cs}]*$/u;

export class AddSigningKeyDto {
  @ApiProperty({ example: 'yearly rotation', description: 'For the record.' })
  @Matches(storable, { message: 'must be a text without NUL and lone surrogates' })
  @Length(1, 500)
  reason: string;
}

export class ChangeSigningKeyDto extends AddSigningKeyDto {
  @ApiPropertyOptional({ example: false, description: 'Does it before its time.' })
  @IsOptional()
  @IsBoolean()
  force?: boolean;
}
