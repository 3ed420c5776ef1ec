/** @import { TenantPage } from '../src/wire.ts' */
/** @import { Api } from './api.js' */
import { element } from '../../web/page/dom.js';

/**
 * @param {string} name of the parameter in the page's address
 * @param {string} label
 * @param {Readonly<Record<string, string>>} [attributes]
 */
export function textField(name, label, attributes = {}) {
  const input = element('input', { id: `field-${name}`, name, autocomplete: 'off', ...attributes });
  input.value = queried(name);
  return element('p', { class: 'field' }, element('label', { for: input.id }, label), input);
}

/**
 * @param {string} name
 * @param {string} label
 * @param {Readonly<Record<string, string>>} options labels by value; an empty value omits the parameter
 * @param {string} [preset] the choice if the address has no parameter
 */
export function choiceField(name, label, options, preset = '') {
  const choices = Object.entries(options).map(([value, words]) => element('option', { value }, words));
  const select = element('select', { id: `field-${name}`, name }, ...choices);
  select.value = new URLSearchParams(location.search).get(name) ?? preset;
  return element('p', { class: 'field' }, element('label', { for: select.id }, label), select);
}

/**
 * A field for the slug of a tenant, with those that the key may see as suggestions.
 *
 * @param {Api} api
 */
export function tenantField(api) {
  const list = element('datalist', { id: 'tenants' });
  /** @param {{ body: TenantPage }} answer */
  const fill = ({ body }) =>
    list.append(...body.items.map(({ slug, name }) => element('option', { value: slug }, name)));
  void api.get('/admin/tenants?limit=200').then(fill, () => undefined); // suggestions only
  const field = textField('tenant', 'Tenant', { list: 'tenants' });
  field.append(list);
  return field;
}

/**
 * A form whose values are the query of the page's address, so that a list can be linked and the Back button restores
 * it.
 *
 * @param {string} label
 * @param {readonly HTMLElement[]} fields
 */
export function filterForm(label, fields) {
  const submit = element('button', { type: 'submit', class: 'main' }, 'Show');
  const form = element('form', { class: 'filter', role: 'search', 'aria-label': label }, ...fields, submit);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') query.set(name, value.trim());
    form.dispatchEvent(new CustomEvent('go', { bubbles: true, detail: `${location.pathname}?${query.toString()}` }));
  });
  return form;
}

/** @param {string} name of a parameter in the page's address */
export function queried(name) {
  return new URLSearchParams(location.search).get(name) ?? '';
}

/**
 * The parameters of the page's address that have a value, for a call of the API.
 *
 * @param {Readonly<Record<string, string>>} parameters
 */
export function queryOf(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== '');
  return new URLSearchParams(given).toString();
}
