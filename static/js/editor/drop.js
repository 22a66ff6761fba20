// A file dropped on the text would make the browser leave the page and lose what was typed.
// Pictures come in through the library, where they get their credit.
export function ignoreDroppedFiles(view, event) {
  if (!event.dataTransfer?.files.length) return false;
  event.preventDefault();
  return true;
}
