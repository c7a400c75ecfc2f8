/** Shows a page of the documentation on a terminal: wrapped prose, code that can be copied, no markup left over. */
import { lexer, type Token, type Tokens } from 'marked';
import { type Colors, colorsOf } from '../report/colors.ts';
import { columnsOf } from '../report/columns.ts';
import { wrap } from '../report/wrap.ts';
import { columns } from './columns.ts';

export interface TerminalStyle {
  readonly color: boolean;
  readonly width: number;
}

/** Longer lines are hard to read. */
const WIDEST_PROSE = 100;
const CODE_INDENT = '    ';

/** Comments of the page are left out, and links to other pages become their text. */
export function terminalMarkdown(markdown: string, { color, width }: TerminalStyle): string {
  const page = new Page(Math.min(width, WIDEST_PROSE), colorsOf(color));
  const blocks = lexer(markdown)
    .map((token) => page.block(token))
    .filter((lines) => lines.length > 0);
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

class Page {
  readonly #width: number;
  readonly #colors: Colors;

  constructor(width: number, colors: Colors) {
    this.#width = width;
    this.#colors = colors;
  }

  /** The lines of a block; none for one that shows nothing. */
  block(token: Token, first = ''): readonly string[] {
    switch (token.type) {
      case 'heading':
        return this.#heading(inline(token.tokens), token.depth);
      case 'paragraph':
      case 'text':
        return this.#prose(inline(token.tokens ?? [token]), first);
      case 'code':
        return token.text.split('\n').map((line: string) => this.#colors.cyan(`${CODE_INDENT}${line}`.trimEnd()));
      case 'list':
        return (token as Tokens.List).items.flatMap((item, index) => this.#item(item, bullet(token, index)));
      case 'table':
        return table(token as Tokens.Table);
      case 'blockquote':
        return (token.tokens ?? []).flatMap((each) => this.block(each, CODE_INDENT));
      default:
        return [];
    }
  }

  /** Without colours it is underlined, as people do in plain text. */
  #heading(text: string, depth: number): readonly string[] {
    const bold = this.#colors.bold(text);
    return bold === text ? [text, (depth === 1 ? '=' : '-').repeat(columnsOf(text))] : [bold];
  }

  #item({ tokens }: Tokens.ListItem, bullet: string): readonly string[] {
    const indent = ' '.repeat(bullet.length);
    return tokens.flatMap((token, index) => {
      if (index === 0) return this.block(token, bullet);
      return this.block(token).map((line) => indent + line);
    });
  }

  #prose(text: string, first: string): readonly string[] {
    const prose = text.replace(/\s*\n\s*/g, ' ').trim();
    return wrap(prose, this.#width, first).map((line) => line.replace(/`[^`]+`/g, (code) => this.#colors.cyan(code)));
  }
}

function bullet(list: Token, index: number): string {
  const { ordered, start } = list as Tokens.List;
  return ordered ? `${Number(start) + index}. ` : '- ';
}

/** Code keeps its backticks: it is told from prose without colours as well. */
function inline(tokens: readonly Token[] = []): string {
  return tokens.map(inlineToken).join('');
}

function inlineToken(token: Token): string {
  switch (token.type) {
    case 'codespan':
      return `\`${token.text}\``;
    case 'link':
      return /^https?:/.test(token.href) ? `${inline(token.tokens)} <${token.href}>` : inline(token.tokens);
    case 'br':
      return '\n';
    case 'html':
      return '';
    default:
      return 'tokens' in token && token.tokens ? inline(token.tokens) : 'text' in token ? token.text : token.raw;
  }
}

function table({ header, rows }: Tokens.Table): string[] {
  return columns([header, ...rows].map((row) => row.map(({ tokens }) => inline(tokens))));
}
