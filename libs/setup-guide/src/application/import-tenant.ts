import { Injectable } from '@nestjs/common';
import { AppError, type JsonObject } from '#kernel';
import { type Admin, type CreatedTenant, CreateTenant } from '#tenant-config';
import { InvalidInput, inspectInput } from '#web';
import { ImportRefused } from '../domain/import.errors.js';
import { importedTenant, inForeignWords, type TenantImport } from '../domain/tenant-import.js';
import { TenantImports } from '../ports/tenant-imports.js';

/** Creates a tenant from the values of another product's form. Missing values can be added later. */
@Injectable()
export class ImportTenant {
  constructor(
    private readonly imports: TenantImports,
    private readonly createTenant: CreateTenant,
  ) {}

  /** @throws Forbidden, InvalidInput, ImportRefused with the code of the error of `CreateTenant` */
  async run(admin: Admin, body: JsonObject): Promise<CreatedTenant> {
    admin.mustBeUnbound();
    const form = this.formOf(body.from);
    const faults = inspectInput(form.requestClass, body);
    if (faults.length > 0) throw new InvalidInput(faults);
    return this.createTenant.run(admin, importedTenant(form, body)).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.errors.length === 0) throw error;
      throw new ImportRefused(error, inForeignWords(error.errors, form));
    });
  }

  private formOf(from: unknown): TenantImport {
    const known = this.imports.imports();
    const form = known.find((one) => one.from === from);
    if (form) return form;
    const detail = `must be one of ${known.map((one) => one.from).join(', ')}`;
    throw new InvalidInput([{ pointer: '/from', detail }]);
  }
}
