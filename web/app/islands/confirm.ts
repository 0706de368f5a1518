/** A native dialog that asks before something is lost. Resolves true only for a plain yes. */

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  text: string,
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export function confirm({ title, text, yes }: Question): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  const form = document.createElement('form');
  form.method = 'dialog';
  const heading = element('h2', '', title);
  heading.id = 'dialog_title';
  dialog.setAttribute('aria-labelledby', heading.id);
  const no = element('button', 'button', 'Cancel');
  no.value = 'no';
  const agree = element('button', 'button primary', yes);
  agree.value = 'yes';
  const row = element('div', 'dialog-actions', '');
  row.append(no, agree);
  form.append(heading, element('p', '', text), row);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
  });
}
