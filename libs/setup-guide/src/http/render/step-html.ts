import type { CheckResult } from '#tenant-config';
import type { NumberedStep } from '../../domain/numbered-guide.js';
import { patchBody } from '../../domain/patch-body.js';
import { givesSettings } from '../../domain/setup-guide.js';
import type { SetupCall, SetupInput, SetupLink, SetupValue } from '../../domain/setup-step.js';
import { escaped, words } from './html.js';

const STATES = { done: 'Done', failing: 'Needs attention', unknown: '' } as const;

/** One step; closed if it is done or optional. The script of the page adds the work of the buttons. */
export function stepHtml(step: NumberedStep, tenant: string): string {
  const { id, number, title, state, optional } = step;
  const isOpen = state !== 'done' && !optional;
  return `<li class="step" data-step="${escaped(id)}" data-state="${state}">
<details${isOpen ? ' open' : ''}>
<summary><span class="number" aria-hidden="true">${number ?? ''}</span><h3>${words(title)}</h3>${tagsHtml(step)}<span class="state">${stateWords(step)}</span></summary>
<div class="body">
${step.findings.map(findingHtml).join('')}${step.warnings.map((warning) => `<p class="warning">${words(warning)}</p>`).join('')}
<ul class="actions">${step.instructions.map((instruction) => `<li>${words(instruction)}</li>`).join('')}</ul>
${linksHtml(step.links)}${step.values.map((value, index) => valueHtml(value, `${id}-${index}`)).join('')}${formHtml(step, tenant)}${choicesHtml(step)}${callsHtml(step.calls)}</div>
</details>
</li>`;
}

function stateWords(step: NumberedStep): string {
  if (step.state !== 'open') return STATES[step.state];
  if (step.missing.length > 0) return 'To do';
  return !step.isChecked || givesSettings(step) ? 'Not checked yet' : 'To do';
}

function tagsHtml({ byHand, optional, section }: NumberedStep): string {
  if (byHand) return `<span class="tag">${byHand}</span>`;
  return optional && section === 'bot' ? '<span class="tag">optional</span>' : '';
}

/** Without the title of the check, which describes the correct state. */
function findingHtml({ id, status, detail, fix }: CheckResult): string {
  const advice = fix ? ` <strong>${words(fix)}</strong>` : '';
  return `<p class="${status === 'fail' ? 'fault' : 'warning'}" data-check="${escaped(id)}">${words(detail)}${advice}</p>`;
}

/** Links that open next to the guide, in other tabs. */
function linksHtml(links: readonly SetupLink[]): string {
  if (links.length === 0) return '';
  const items = links.map(
    ({ label, url }) =>
      `<li><a href="${escaped(url)}" target="_blank" rel="noopener noreferrer">${escaped(label)}</a> <span class="print">${escaped(url)}</span></li>`,
  );
  return `<ul class="links">${items.join('')}</ul>`;
}

function valueHtml({ field, value }: SetupValue, id: string): string {
  const isLong = value.includes('\n');
  const shown = isLong
    ? `<pre id="value-${id}" tabindex="0" aria-label="${escaped(field)}">${escaped(value)}</pre>`
    : `<code id="value-${id}">${escaped(value)}</code>`;
  const copy = `<button type="button" hidden data-copy="value-${id}" aria-label="Copy: ${escaped(field)}">Copy</button>`;
  return `<div class="value${isLong ? ' long' : ''}"><span class="field">${escaped(field)}</span>${shown}${copy}</div>`;
}

function formHtml({ id, inputs, settings, missing }: NumberedStep, tenant: string): string {
  const body = patchBody(inputs);
  if (!body) return '';
  const rows = inputs.map((input) =>
    inputHtml(input, 'setting', id, settings.includes(input.setting) && !missing.includes(input.setting)),
  );
  return `<form class="send" hidden novalidate data-patch="/admin/tenants/${escaped(tenant)}">
${rows.join('')}<p class="fault" role="alert" hidden></p>
<button type="submit">Send to this service</button>
</form>
<details class="by-api"><summary>The same by the API</summary><pre tabindex="0">PATCH /admin/tenants/${escaped(tenant)}\n${escaped(JSON.stringify(body, null, 2))}</pre></details>`;
}

function choicesHtml({ id, choices }: NumberedStep): string {
  const body = patchBody(choices);
  if (!body) return '';
  const rows = choices.map((choice) => inputHtml(choice, 'choice', id));
  return `<div class="choices" hidden>${rows.join('')}</div><p class="print">Body of the calls, optional: <code>${escaped(JSON.stringify(body))}</code></p>`;
}

function inputHtml(
  { setting, label, secret, list }: SetupInput,
  kind: 'setting' | 'choice',
  step: string,
  isStored = false,
): string {
  const id = escaped(`input-${step}-${setting}`);
  const hint = isStored ? 'stored; leave empty to keep it' : list ? 'several: separate them by commas' : '';
  const field = `<input id="${id}" data-${kind}="${escaped(setting)}"${list ? ' data-list' : ''} type="${secret ? 'password' : 'text'}" autocomplete="off" autocapitalize="none" spellcheck="false" placeholder="${hint}">`;
  return `<div class="input"><label for="${id}">${words(label)}</label>${field}</div>`;
}

function callsHtml(calls: readonly SetupCall[]): string {
  if (calls.length === 0) return '';
  const items = calls.map(
    ({ label, method, path, download }) =>
      `<li><button type="button" hidden data-method="${method}" data-path="${escaped(path)}"${download ? ' data-download' : ''}>${escaped(label)}</button><span class="label">${escaped(label)}:</span> <code>${method} ${escaped(path)}</code></li>`,
  );
  return `<ul class="calls">${items.join('')}</ul><div class="outcome" role="status"></div>`;
}
