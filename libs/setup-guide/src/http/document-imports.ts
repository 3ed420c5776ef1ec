import { ApiBody, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { TenantImports } from '../ports/tenant-imports.js';
import { ImportController } from './import.controller.js';

/** Documents the body of an import as one of the forms of this build, which are known only when the app starts. */
export function documentImports(imports: TenantImports): void {
  const forms = imports.imports();
  const mapping = Object.fromEntries(forms.map(({ from, requestClass }) => [from, getSchemaPath(requestClass)]));
  const examples = forms.map(({ from, platform, example: { summary, values } }) => [
    from,
    { summary, value: { from, slug: `acme-${platform}`, name: 'Acme Support', values } },
  ]);
  const body = ApiBody({
    schema: {
      oneOf: forms.map(({ requestClass }) => ({ $ref: getSchemaPath(requestClass) })),
      discriminator: { propertyName: 'from', mapping },
    },
    examples: Object.fromEntries(examples) as Record<string, { summary: string; value: object }>,
  });
  const method = Object.getOwnPropertyDescriptor(ImportController.prototype, 'import');
  if (!method) return;
  ApiExtraModels(...forms.map(({ requestClass }) => requestClass))(ImportController);
  body(ImportController.prototype, 'import', method);
}
