import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Configuration } from './configuration.js';
import { DataFolder } from './data-folder.js';

/** The locked data folder, or null when both stores are servers and nothing is kept there. */
export const DATA_FOLDER = Symbol('DATA_FOLDER');

/** Provides the one `Configuration`, and the data folder where a store is embedded, to every room. */
@Global()
@Module({})
export class ConfigModule {
  static of(configuration: Configuration): DynamicModule {
    return {
      module: ConfigModule,
      providers: [
        { provide: Configuration, useValue: configuration },
        { provide: DATA_FOLDER, useFactory: () => openFolder(configuration) },
      ],
      exports: [Configuration, DATA_FOLDER],
    };
  }
}

function openFolder(configuration: Configuration): DataFolder | null {
  const { REDIS_URL, DATABASE_URL } = configuration.settings;
  const embedded = REDIS_URL === undefined || DATABASE_URL === undefined;
  return embedded ? DataFolder.open(configuration.dataDir) : null;
}
