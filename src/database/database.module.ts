import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Configuration } from '../config/configuration.js';
import { DataFolder } from '../config/data-folder.js';
import { DATA_FOLDER } from '../config/config.module.js';
import { Database } from './database.js';

/** Provides the one `Database`, open and migrated before any module starts, closed after all have stopped. */
@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [Configuration, DATA_FOLDER],
      useFactory: (configuration: Configuration, folder: DataFolder | null) => Database.open(configuration, folder),
    },
  ],
  exports: [Database],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}
