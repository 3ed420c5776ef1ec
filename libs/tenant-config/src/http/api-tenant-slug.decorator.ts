import { ApiParam } from '@nestjs/swagger';

/** Documents the path parameter `slug`: every route about a tenant shows the same example, so that calls tried in Swagger UI belong together. */
export function ApiTenantSlug(): MethodDecorator & ClassDecorator {
  return ApiParam({ name: 'slug', example: 'acme', description: "The tenant's name in URLs." });
}
