import fc from 'fast-check';
import { convert as htmlToText } from 'html-to-text';
import { describe, expect, it } from 'vitest';
import { processorTime } from '#testing';
import { flatText, htmlText } from './html-text.js';

const read = (html: string): string => htmlText(html, (given) => htmlToText(given, { wordwrap: false }));

describe('htmlText', () => {
  it('uses the converter for what an agent writes', () => {
    expect(read('<p>Fish &amp; chips</p><ul><li>one</li><li>two</li></ul>')).toBe('Fish & chips\n\n * one\n * two');
    expect(htmlText('<b>x</b>', () => 'converted')).toBe('converted');
  });

  it.each([
    ['4,000 deep', `${'<div>'.repeat(4_000)}Hello${'</div>'.repeat(4_000)}`],
    ['200,000 deep', `${'<div>'.repeat(200_000)}Hello${'</div>'.repeat(200_000)}`],
    ['200,000 deep and never closed', `${'<div>'.repeat(200_000)}Hello`],
    ['long', `<p>Hello</p>${'<p> </p>'.repeat(200_000)}`],
    ['full of comments', `${'<!-- -->'.repeat(200_000)}Hello`],
  ])('reads the words of HTML that is %s, in time', (_, html) => {
    expect(read(html)).toBe('Hello');
    expect(processorTime(() => read(html))).toBeLessThan(3_000); // minutes if the time were quadratic
  });

  it.each([
    ['<'.repeat(1_000_000)],
    ['<a '.repeat(400_000)],
    ['<!--'.repeat(300_000)],
    ['<script>'.repeat(130_000)],
    ['&amp'.repeat(250_000)],
    [' '.repeat(1_000_000)],
    ['<br> \n'.repeat(150_000)],
    ['a &lt; b '.repeat(100_000)],
    [`<a href="${'x'.repeat(1_000_000)}`],
    [`${'<blockquote>'.repeat(29)}${'x<br>'.repeat(970)}`],
    [`${'<ul><li>'.repeat(15)}${'word\n'.repeat(3_900)}`],
    ['<table><tr><td>x'.repeat(330)],
  ])('reads %.20s… in time', (html) => {
    expect(processorTime(() => read(html))).toBeLessThan(3_000); // minutes if the time were quadratic
  });
});

describe('flatText', () => {
  it('keeps words, lines, texts of links and entities, and removes scripts', () => {
    const html =
      '<style>p{}</style><p>Fish &amp; <b>ch</b>ips</p>\n<script>if (a<b) alert("</b>")</script><p>a &lt; b,<br/>c < d <3</p><a href="https://x.example">Menu</a>';
    expect(flatText(html)).toBe('Fish & chips\na < b,\nc < d <3\nMenu');
  });

  it('loses no word outside of tags', () => {
    const word = fc.stringMatching(/^[a-zäö0-9]{1,8}$/);
    const tag = fc.constantFrom(
      '<div>',
      '</div>',
      '<br>',
      '<b>',
      '</b>',
      '<p class="x">',
      '<!-- c -->',
      '<img src=x>',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            word.map((text) => ` ${text} `),
            tag,
          ),
        ),
        (pieces) => {
          const words = pieces.filter((piece) => /^ \S/.test(piece)).map((piece) => piece.trim());
          expect(flatText(pieces.join('')).split(/\s+/).filter(Boolean)).toEqual(words);
        },
      ),
      { seed: 8 },
    );
  });
});
