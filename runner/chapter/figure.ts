/**
 * One figure: a picture of the lab after a step, kept beside the chapter as SVG. In the Markdown it is an image, so that
 * GitHub shows it:
 *
 *   ::: figure two-ends {after=move-ends of="worker"}
 *   ![Both ends of the veth pair in namespaces](figures/two-ends.svg)
 *   :::
 */
import { join } from 'node:path';
import type { HostName } from '../sandbox/driver.ts';
import { knownWords } from '../yaml/nearest.ts';
import type { Problems } from '../yaml/problems.ts';
import { nameField, readFields, textField } from './fields.ts';
import { readNamedHead } from './heads.ts';
import { plainWords } from './markdown.ts';
import type { Chapter, Figure } from './model.ts';
import type { ContainerNode } from './outline.ts';

/** Absolute path of the picture. */
export const figureFile = ({ folder }: Pick<Chapter, 'folder'>, id: string): string =>
  join(folder, 'figures', `${id}.svg`);

const EXAMPLE = '::: figure two-ends {after=move-ends}';

interface Context {
  readonly hosts: readonly HostName[];
  readonly problems: Problems;
}

export function readFigure(node: ContainerNode, { hosts, problems }: Context): Figure {
  const complain = (message: string): void => problems.add(node.line, message);
  const { id, named, list } = readNamedHead(node);
  if (!named) complain(`a figure needs an id of lower-case letters, digits and hyphens; write ${EXAMPLE}`);
  const said = readFields(list, { after: nameField, of: textField }, 'a figure', complain);
  if (said.after === undefined && list.problems.length === 0 && named) {
    complain(`figure ${id} does not say after which step; write ${EXAMPLE}`);
  }
  const wanted = (said.of ?? '').split(/\s+/).filter((name) => name !== '');
  for (const name of wanted) {
    if (!hosts.includes(name))
      complain(`figure ${id} is of the unknown host "${name}"; ${knownWords(name, hosts)}`);
  }
  return {
    id,
    after: said.after ?? '',
    hosts: wanted.length === 0 ? hosts : wanted,
    caption: captionOf(node, id, complain),
    line: node.line,
  };
}

/** The image's text. Anything beside the image would be read on GitHub and not in the page. */
function captionOf({ children }: ContainerNode, id: string, complain: (message: string) => void): string {
  const [prose, ...others] = children;
  const inline = prose?.type === 'prose' && prose.tokens.length === 3 ? prose.tokens[1] : undefined;
  const [image, ...rest] = inline?.children ?? [];
  const source = `figures/${id}.svg`;
  if (others.length > 0 || rest.length > 0 || image?.type !== 'image' || image.attrGet('src') !== source) {
    complain(`figure ${id} holds one image and nothing else: ![what it shows](${source})`);
    return '';
  }
  const caption = plainWords(image).trim();
  if (caption === '') complain(`figure ${id} has no words: ![what it shows](${source})`);
  return caption;
}

/** Figures of steps that there are, each id once. */
export function checkFigures(figures: readonly Figure[], steps: readonly string[], problems: Problems): void {
  const lines = new Map<string, number>();
  for (const { id, after, line } of figures) {
    if (after !== '' && !steps.includes(after)) {
      problems.add(
        line,
        `figure ${id} is drawn after the unknown step "${after}"; ${knownWords(after, steps)}`,
      );
    }
    const first = lines.get(id);
    if (first !== undefined) problems.add(line, `figure ${id} is already on line ${first}`);
    lines.set(id, line);
  }
}
