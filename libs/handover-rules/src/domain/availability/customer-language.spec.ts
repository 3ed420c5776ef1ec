import { expect, it } from 'vitest';
import { customerLanguage, textFor } from './customer-language.js';

it('prefers the language of the context to that of the profile, under any usual name', () => {
  expect(customerLanguage({ language: 'de' }, { language: 'fr' })).toBe('de');
  expect(customerLanguage({ intent: 'help' }, { preferredLanguage: 'pt-br' })).toBe('pt-BR');
  expect(customerLanguage(undefined, { locale: 'de_AT' })).toBe('de-AT');
  expect(customerLanguage({ language: 'my own' }, { preferred_language: 'nl' })).toBe('nl');
  expect(customerLanguage({ language: 7 }, undefined)).toBeUndefined();
});

it('chooses the text of the tag, of the language, or the default', () => {
  const texts = { default: 'Closed', de: 'Zu', 'pt-br': 'Fechado', pt: 'Encerrado' };
  expect(textFor(texts, 'pt-BR')).toBe('Fechado');
  expect(textFor(texts, 'pt-PT')).toBe('Encerrado');
  expect(textFor(texts, 'de-AT')).toBe('Zu');
  expect(textFor(texts, 'fr')).toBe('Closed');
  expect(textFor(texts, undefined)).toBe('Closed');
  expect(textFor({ de: 'Zu' }, 'fr')).toBeUndefined();
  expect(textFor({ de: 'Zu' }, undefined)).toBeUndefined();
  expect(textFor(undefined, 'de')).toBeUndefined();
});
