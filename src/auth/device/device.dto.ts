import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { OptionalBody } from '../../problem/optional-body.js';

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** What is shown to a person who decides by it: nothing that could pass for something else. */
const plainName = /^[A-Za-z0-9](?:[A-Za-z0-9 ._/-]{0,62}[A-Za-z0-9])?$/;

@OptionalBody()
export class StartDeviceDto {
  @ApiPropertyOptional({
    example: 'codepitamah-cli',
    description: 'What the device calls itself; shown, not believed.',
  })
  @IsOptional()
  @Matches(plainName, { message: 'must be 1 to 64 letters, digits, spaces or . _ / -' })
  client_id?: string;

  @ApiPropertyOptional({
    example: 'code_analysis',
    description: 'Taken for the standard’s sake: a device gets what its user may do, as `scope` of the tokens says.',
  })
  @IsOptional()
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/, { message: 'must be a scope of RFC 6749' })
  @MaxLength(256)
  scope?: string;
}

export class DeviceTokenDto {
  @ApiProperty({ example: 'cpd_kJ6vY8…' })
  @IsString()
  @MaxLength(128)
  device_code: string;

  @ApiPropertyOptional({ example: DEVICE_GRANT })
  @IsOptional()
  @IsIn([DEVICE_GRANT])
  grant_type?: string;

  @ApiPropertyOptional({ example: 'codepitamah-cli' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  client_id?: string;
}

/** As people type: case and separators do not matter, and what is no code at all is a wrong one. */
export class LookAtDeviceDto {
  @ApiProperty({ example: 'WDJB-MJHT' })
  @IsString()
  @MaxLength(64)
  user_code: string;
}

export class ApproveDeviceDto extends LookAtDeviceDto {
  @ApiProperty({ example: true, description: 'false refuses the device.' })
  @IsBoolean()
  approve: boolean;
}
