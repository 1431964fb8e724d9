import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsStorableText, WhenGiven } from '../../problem/field-rules.js';
import { OptionalBody } from '../../problem/optional-body.js';
import { CreateApiKeyDto, RotateApiKeyDto } from './api-keys.dto.js';

const reason = { example: 'the build server moved', description: 'For the record.' };

export class CreateServiceKeyDto extends CreateApiKeyDto {
  @ApiPropertyOptional(reason)
  @WhenGiven()
  @IsStorableText(1, 500)
  reason?: string;
}

@OptionalBody()
export class RotateServiceKeyDto extends RotateApiKeyDto {
  @ApiPropertyOptional(reason)
  @WhenGiven()
  @IsStorableText(1, 500)
  reason?: string;
}

@OptionalBody()
export class RevokeApiKeyDto {
  @ApiPropertyOptional(reason)
  @WhenGiven()
  @IsStorableText(1, 500)
  reason?: string;
}
