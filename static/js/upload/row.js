// One file on the page: its name, its bar, and what became of it.
const copy = (name) => {
  const template = document.querySelector(`template[data-${name}]`);
  return template.content.firstElementChild.cloneNode(true);
};

const link = (name, address) => {
  const paragraph = document.createElement("p");
  const anchor = copy(name);
  anchor.href = address;
  paragraph.append(anchor);
  return paragraph;
};

const picture = (address) => {
  const image = document.createElement("img");
  image.src = address;
  image.alt = "";
  return image;
};

export const row = (file, words, again) => {
  const element = copy("row");
  const find = (name) => element.querySelector(name);
  const bar = find("progress");
  const say = (text) => (find(".upload-state").textContent = text);
  const mark = (state) => (element.className = `upload-file ${state}`);
  find(".upload-name").textContent = file.name;
  bar.setAttribute("aria-label", file.name);

  const entry = {
    file,
    element,
    wait() {
      mark("");
      say(words.waiting);
      bar.hidden = false;
      bar.value = 0;
    },
    move(share) {
      bar.value = share * 100;
      say(share < 1 ? words.sending : words.checking);
    },
    taken(answer) {
      bar.hidden = true;
      mark("upload-taken");
      say(words.preparing);
      find(".upload-words").append(link("link", answer.address));
    },
    refused({ refusal, address, mayRetry }) {
      bar.hidden = true;
      mark("upload-refused");
      say(refusal);
      if (address) find(".upload-words").append(link("twin", address));
      if (mayRetry) retry();
    },
    // What the worker made of it.
    prepared({ thumbnail, refusal, problems }) {
      if (refusal) return entry.refused({ refusal });
      find(".upload-picture").replaceChildren(picture(thumbnail));
      say(problems.length ? `${words.lacks} ${problems.join("; ")}.` : words.ready);
    },
  };

  const retry = () => {
    const button = copy("again");
    button.addEventListener("click", () => {
      button.remove();
      again(entry);
    });
    find(".upload-words").append(button);
  };
  return entry;
};
