import pg from 'pg';
import { readJson } from '#kernel';

// Numbers in `json` and `jsonb` keep their digits when they are read. `pg` has one list of parsers per process.
for (const type of [pg.types.builtins.JSON, pg.types.builtins.JSONB]) pg.types.setTypeParser(type, readJson);
