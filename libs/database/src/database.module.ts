import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createDataSource, type DataSourceSettings } from './data-source.js';
import { Database } from './database.js';

const PATIENCE_MS = 30_000;

/** Connects to PostgreSQL and hands out `Database`. */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot(settings: DataSourceSettings): DynamicModule {
    const source = createDataSource({ patienceMs: PATIENCE_MS, ...settings });
    return {
      module: DatabaseModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => source.options,
          dataSourceFactory: async () => (source.isInitialized ? source : source.initialize()),
        }),
      ],
      providers: [Database],
      exports: [Database],
    };
  }
}
