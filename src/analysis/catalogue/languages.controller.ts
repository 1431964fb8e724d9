import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../access/route-access.js';
import { type LanguageInfo, languages } from '../../engine/languages/names.js';
import { supportedLanguages } from '../../engine/parse/grammars.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { exampleLanguage } from './catalogue.example.js';
import type { LanguageEntry } from './language-entry.js';
import { RuleCatalogue } from './rule-catalogue.js';

/** The languages that can be analysed. */
@ApiTags('Analysis')
@Public()
@Controller('languages')
export class LanguagesController {
  constructor(private readonly catalogue: RuleCatalogue) {}

  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @ApiRoute({
    summary: 'List the languages',
    description: 'What can be analysed, by which file names each is known, and how many rules it has.',
    answers: { 200: { description: 'The languages', example: { items: [exampleLanguage] } } },
  })
  list(): { items: LanguageEntry[] } {
    return { items: languages.filter(({ id }) => supportedLanguages.includes(id)).map((one) => this.entry(one)) };
  }

  private entry({ id, title, extensions, aliases }: LanguageInfo): LanguageEntry {
    return { id, title, extensions, aliases, rules: this.catalogue.count(id) };
  }
}
