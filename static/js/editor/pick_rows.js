// What the two pickers ask for and how their rows look.
import { el } from "./dom.js";
import { pick } from "./picker.js";

export async function pickPicture(editor, { images, words }) {
  const row = await pick(images, words.pickPicture, words, (facts) => [
    facts.thumbnail
      ? el("img", { src: facts.thumbnail, alt: "", loading: "lazy" })
      : el("span", { class: "picker-blank" }, [words.noPreview]),
    el("span", { class: "picker-label" }, [facts.label]),
    el("span", { class: "picker-detail" }, [facts.credit || words.noCredit]),
    ...facts.problems.map((problem) => el("span", { class: "picker-problem" }, [problem])),
  ]);
  if (row) editor.commands.placePicture(row);
  else editor.commands.focus();
}

export async function pickArticle(editor, { articles, words }) {
  const row = await pick(articles, words.pickArticle, words, (facts) => [
    el("span", { class: "picker-label" }, [facts.headline]),
    el("span", { class: "picker-detail" }, [facts.detail]),
  ]);
  if (row) editor.commands.placeInset(row);
  else editor.commands.focus();
}
