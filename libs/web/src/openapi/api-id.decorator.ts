import { ApiParam } from '@nestjs/swagger';

/** Documents the path parameter `id`. No object has the example's id, so a call with it changes nothing. */
export function ApiId(description: string): MethodDecorator & ClassDecorator {
  return ApiParam({ name: 'id', description, schema: { type: 'string', format: 'uuid', example: NO_ID } });
}

const NO_ID = '00000000-0000-4000-8000-000000000000';
